using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>An open chat on a page, driven as a person would use it.</summary>
internal sealed class ChatOnPage(IPage page, string key)
{
    public ILocator Element { get; } = page.Locator($".chat[data-key={key}]");

    private ILocator Line => Element.GetByLabel("Сообщение", new() { Exact = true });

    /// <summary>The bot's newest message with the text, waiting for it if need be.</summary>
    public ILocator FromBot(string text) => Element.Locator(".message.theirs").Filter(new() { HasText = text }).Last;

    public ILocator FromPerson(string text) => Element.Locator(".message.mine").Filter(new() { HasText = text }).Last;

    public Task HearAsync(string text) => Assertions.Expect(FromBot(text)).ToBeVisibleAsync();

    public Task BeginAsync() => Element.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }).ClickAsync();

    public async Task TypeAsync(string text)
    {
        await Line.FillAsync(text);
        await Line.PressAsync("Enter");
    }

    /// <summary>Begins to change the person's newest message with the text.</summary>
    public async Task EditAsync(string text)
    {
        await FromPerson(text).HoverAsync();
        await FromPerson(text).GetByLabel("Изменить сообщение").ClickAsync();
    }

    public async Task AnswerAsync(string text, string thenHears)
    {
        await TypeAsync(text);
        await HearAsync(thenHears);
    }

    /// <summary>Replies to the bot's newest message with the text.</summary>
    public async Task ReplyAsync(string to, string text)
    {
        await FromBot(to).HoverAsync();
        await FromBot(to).GetByLabel("Ответить на сообщение").ClickAsync();
        await TypeAsync(text);
    }

    /// <summary>Sends something from the menu of attachments.</summary>
    public async Task AttachAsync(string what)
    {
        await Element.GetByLabel("Прикрепить", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = what }).ClickAsync();
    }

    /// <summary>Presses a button of the reply keyboard.</summary>
    public Task PressMenuAsync(string label) =>
        Element.Locator(".menu").GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();

    /// <summary>Presses a button under the newest message that has it.</summary>
    public Task PressAsync(string label) =>
        Element.Locator(".inline-keyboard").GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).Last.ClickAsync();

    /// <summary>Begins a form, up to the question about the organisation.</summary>
    public async Task BeginFormAsync()
    {
        await BeginAsync();
        await HearAsync("Здравствуйте");
        await PressMenuAsync("Оставить заявку");
        await HearAsync("обращаться");
        await AnswerAsync("Анна Смирнова", "организац");
    }

    /// <summary>Fills the form up to its review, by clicks wherever a click is possible.</summary>
    public async Task FillAsync(string organization)
    {
        await BeginFormAsync();
        await AnswerAsync(organization, "город");
        await AnswerAsync("Тверь", "направлен");
        await PressAsync("Стелы");
        await HearAsync("задач");
        await AnswerAsync("Въездная стела с подсветкой,\nвысота 6 метров", "телефон");
        await PressMenuAsync("Отправить мой номер");
        await page.GetByRole(AriaRole.Button, new() { Name = "Поделиться", Exact = true }).ClickAsync();
        await HearAsync("Проверьте заявку");
    }
}
