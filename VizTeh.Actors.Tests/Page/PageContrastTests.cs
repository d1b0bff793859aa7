using Microsoft.Playwright;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageContrastTests
{
    private const string Everything =
        "Обычный <b>жирный</b> <i>курсив</i> <u>подчёркнутый</u> <s>зачёркнутый</s> <code>код</code> <a "
            + "href=\"https://vizteh.ru\">ссылка</a> "
        + "/help @vizteh <pre>строка кода</pre><blockquote>цитата</blockquote> <tg-spoiler>тайна</tg-spoiler>";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_text_stands_out_from_what_is_behind_it(bool isDark)
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(2400, 1100, isDark);
        await FillChatsAsync(sandbox, page);
        await Contrast.PrepareAsync(page);
        Assert.InRange(await Contrast.IsEnoughAsync(page, "the chats and the tickets"), 60, int.MaxValue);

        await page.Locator("tr.ticket").First.ClickAsync();
        await Contrast.IsEnoughAsync(page, "an opened ticket");
        sandbox.World.Log.Add("2026-11-26 02:34:48.302 fail: Worst[0] сломалось");
        sandbox.World.Log.Add("2026-11-26 02:34:48.302 warn: Bad[0] ломается");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }).ClickAsync();
        await Contrast.IsEnoughAsync(page, "the log");

        sandbox.World.Faults.Begin(FaultChoice.ServerError, 60);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Вызовы Bot API" }).ClickAsync();
        await Assertions.Expect(page.Locator(".calls .failed").First).ToBeVisibleAsync();
        await page.Locator(".calls .failed").First.ClickAsync();
        await Contrast.IsEnoughAsync(page, "the calls, and a fault");
        sandbox.World.Faults.EndAll();

        await DoAsync(page, "document.querySelector('.depths').classList.add('stale')");
        await DoAsync(page, "document.querySelectorAll('.inline-button').forEach(button => button.classList.add('waiting'))");
        foreach (var kind in new[] { "", "good", "wait", "bad" })
        {
            await DoAsync(page, $"document.querySelectorAll('.state').forEach(state => "
                + $"{{ state.className = 'state {kind}'; state.textContent = 'работает'; }})");
            await Contrast.IsEnoughAsync(page, $"states «{kind}», and what waits");
        }

        await DoAsync(page, "document.querySelectorAll('button').forEach(button => button.disabled = true)");
        await Contrast.IsEnoughAsync(page, "what cannot be pressed");
        await DoAsync(page, "document.querySelectorAll('button').forEach(button => button.disabled = false)");
        await DoAsync(page, "document.querySelectorAll('.panel .button').forEach(button => { button.hidden = false; "
            + "button.classList.add('busy'); })");
        await Contrast.IsEnoughAsync(page, "what is at work");

        await WithModuleAsync(page, "notices", "notice('Не получилось', 'bad'); m.notice('Получилось')");
        await DoAsync(page, "const bar = document.getElementById('connection'); bar.hidden = false; bar.textContent = 'Связь потеряна'");
        await Contrast.IsEnoughAsync(page, "the notices");
        await WithModuleAsync(page, "dialogs", "confirmBox('Поделиться номером?', 'Бот увидит ваше имя.', 'Поделиться')");
        await Contrast.IsEnoughAsync(page, "a question");
        await page.Keyboard.PressAsync("Escape");
        await WithModuleAsync(page, "dialogs", "filesBox([new File(['1'], 'план.pdf')])");
        await Contrast.IsEnoughAsync(page, "the choice of files");
        await page.Keyboard.PressAsync("Escape");

        var client = new ChatOnPage(page, "client1").Element;
        await client.GetByLabel("Ещё", new() { Exact = true }).ClickAsync();
        await Contrast.IsEnoughAsync(page, "a menu");
        await page.Keyboard.PressAsync("Escape");
        await client.GetByLabel("Сообщение", new() { Exact = true }).FillAsync("/");
        await Assertions.Expect(client.Locator(".suggestion").First).ToBeVisibleAsync();
        await Contrast.IsEnoughAsync(page, "the suggestions");

        await page.SetViewportSizeAsync(390, 844);
        foreach (var view in new[] { "chats", "chat", "panel" })
        {
            await DoAsync(page, $"document.getElementById('app').dataset.view = '{view}'");
            await Contrast.IsEnoughAsync(page, $"a phone: {view}");
        }
    }

    /// <summary>One of each kind of bubble and of line, in the open chats.</summary>
    private static async Task FillChatsAsync(PageUnderTest sandbox, IPage page)
    {
        var client = new ChatOnPage(page, "client1");
        await client.FillAsync("ООО «Ромашка»");
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");
        var participant = sandbox.World.Chats.Find("client1")!.Seat;
        participant.SendSticker();
        participant.SendVoice();
        participant.SendLocation();
        await client.TypeAsync("/start @vizteh https://vizteh.ru");
        await sandbox.CallAsBotAsync("sendMessage", new
        {
            chat_id = participant.ChatId,
            text = Everything,
            parse_mode = "HTML",
            reply_parameters = new { message_id = participant.Messages[^1].Id },
            reply_markup = new
            {
                inline_keyboard = new[]
                {
                    new object[] { new { text = "Да", callback_data = "1" }, new { text = "Сайт", url = "https://vizteh.ru" } },
                },
            },
        });
        await client.FromBot("строка кода").GetByLabel("Ответить на сообщение").ClickAsync();
        await new ChatOnPage(page, "client2").BeginAsync();
        var manager = new ChatOnPage(page, "manager");
        await manager.PressAsync("Закрыть заявку");
        await manager.PressAsync("Заказ");
        await Assertions.Expect(manager.Element.Locator(".toast").Last).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr.ticket.closed")).ToBeVisibleAsync();
    }

    private static Task DoAsync(IPage page, string script) => page.EvaluateAsync($"() => {{ {script} }}");

    private static Task WithModuleAsync(IPage page, string module, string call) =>
        page.EvaluateAsync($"import('/js/{module}.js').then(m => {{ m.{call} }})");
}
