using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Manager;

public sealed class ManagerCommandsTests
{
    private static readonly ManagerCommands Commands = TestCommands.Of();

    [Fact]
    public void The_menu_is_that_of_the_table() => Assert.Equal(
        [
            new SuggestedCommand("start", "Начать"),
            new SuggestedCommand("help", "Подсказка"),
            new SuggestedCommand("open", "Открытые заявки: кто ждёт дольше всех"),
            new SuggestedCommand("mine", "Мои заявки в работе"),
            new SuggestedCommand("find", "Найти заявку: /find вывеска Тверь"),
            new SuggestedCommand("ticket", "Показать карточку заявки: /ticket 34"),
            new SuggestedCommand("history", "Вся история заявки: /history 34"),
            new SuggestedCommand("stats", "Статистика за период"),
            new SuggestedCommand("export", "Выгрузить заявки в Excel"),
            new SuggestedCommand("photoid", "Фотография в рассказе о компании"),
            new SuggestedCommand("ban", "Заблокировать клиента по номеру заявки"),
            new SuggestedCommand("unban", "Разблокировать клиента"),
            new SuggestedCommand("banned", "Кто заблокирован"),
        ],
        Commands.Suggested);

    [Fact]
    public async Task Help_says_what_the_cards_do_and_what_each_command_says_of_itself()
    {
        Assert.Equal(
            "<b>Подсказка для менеджера</b>\n\n"
            + "• каждая заявка приходит карточкой; «Закрыть заявку» и «Открыть заявку» меняют её состояние у всех менеджеров;\n"
            + "• при закрытии бот спросит, чем закончилась заявка;\n"
            + "• «В работу» показывает всем, кто занят заявкой, «Перехватить» забирает её у коллеги, «Вернуть в очередь» возвращает в "
            + "очередь;\n"
            + "• «Напомнить» напомнит о заявке в выбранное время, если клиент не напишет раньше;\n"
            + "• чтобы написать клиенту, ответьте на карточку его заявки или нажмите «Ответить»; ответ, который начинается с //, "
            + "останется заметкой для своих;\n"
            + "• /open покажет открытые заявки (сверху те, кто ждёт дольше), /mine — те, что у вас в работе;\n"
            + "• /find найдёт заявки по номеру, телефону, имени, организации, @username, словам из ответов и состоянию: "
            + "/find вывеска открытые;\n"
            + "• /ticket и номер пришлют карточку заявки ещё раз, /history и номер — всё, что с ней было и о чём писали;\n"
            + "• /stats — статистика; период можно дописать: день, неделя, месяц, март, 2026-03 или 01.03-15.03;\n"
            + "• /export — заявки файлом Excel; период можно дописать, как у /stats, а слово csv в конце даёт простую таблицу;\n"
            + "• чтобы сменить фотографию в рассказе о компании, пришлите новую с подписью «/photoid сохранить»; с подписью /photoid бот "
            + "ответит её <code>file_id</code> для настройки PHOTO_ID;\n"
            + "• /ban и номер заявки блокируют её клиента: бот перестаёт ему отвечать; /unban возвращает его, /banned показывает всех "
            + "таких.",
            (await SaidAsync("help")).Html);

        ManagerCommands? withAnother = null;
        var settings = TestSettings.WithoutServers(ShippedForm.Company);
        withAnother = new ManagerCommands([new HelpCommand(() => withAnother!, settings), new Another()]);
        Assert.EndsWith(
            "останется заметкой для своих;\n• /another — ещё одна.", (await SaidAsync("help", withAnother)).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_firm_has_switched_off_is_neither_in_the_menu_nor_in_the_help()
    {
        var commands = TestCommands.Of(
            ShippedForm.Company with { Claim = ClaimSettings.Off, Snooze = false, Answers = false, Outcomes = [] });

        var help = (await SaidAsync("help", commands)).Html;

        foreach (var label in new[] { "/mine", "В работу", "Напомнить", "Ответить", "при закрытии" })
            Assert.DoesNotContain(label, help, StringComparison.Ordinal);
        Assert.DoesNotContain(commands.Suggested, command => command.Name == "mine");
        Assert.NotNull(commands.Find("mine"));
    }

    [Fact]
    public async Task A_group_with_a_list_of_managers_is_not_told_that_everybody_may_close()
    {
        var commands = TestCommands.Of(ShippedForm.Company with { Managers = new HashSet<long> { 9 } });

        var greeting = (await SaidAsync("start", commands, Call() with { IsGroup = true })).Html;

        Assert.EndsWith("Работать с ними могут менеджеры из списка в настройках бота.", greeting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_takes_a_clients_menu_away_where_there_could_be_one(bool isGroup)
    {
        var greeting = Assert.Single(await Commands.Find("start")!.HandleAsync(Call() with { IsGroup = isGroup }, default));

        Assert.StartsWith(
            isGroup ? "Здравствуйте! Сюда приходят заявки компании «" : "Здравствуйте! Вы менеджер компании «", greeting.Html,
            StringComparison.Ordinal);
        Assert.Equal(isGroup ? null : new Keyboard.Remove(), greeting.Keyboard);
    }

    [Theory]
    [InlineData("Визуальные технологии", "компании «Визуальные технологии».")]
    [InlineData("ООО «Указатель»", "компании ООО «Указатель».")]
    [InlineData("A&B", "компании «A&amp;B».")]
    public async Task The_firms_name_stands_in_one_pair_of_quotation_marks(string name, string written)
    {
        var commands = TestCommands.Of(ShippedForm.Company.Named(name));

        Assert.Contains(written, (await SaidAsync("start", commands)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Photoid_answers_the_photo_that_it_came_with_and_asks_for_one_without()
    {
        Assert.Contains(
            "<code>a&lt;b</code>",
            Assert.Single(await Commands.Find("photoid")!.HandleAsync(Call() with { PhotoFileId = "a<b" }, default)).Html,
            StringComparison.Ordinal);
        Assert.StartsWith("Пришлите фотографию с подписью /photoid", (await SaidAsync("photoid")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_firm_words_anew_what_the_commands_say_and_their_lines_of_the_menu()
    {
        var commands = TestCommands.Of(ShippedForm.Company.Saying(
            ("manager.menu.start", "Начало"), ("manager.menu.help", "Справка"), ("manager.menu.photoid", "Номер фото"),
            ("manager.menu.open", "Очередь"), ("manager.menu.mine", "Мои"), ("manager.menu.ticket", "Карточка"),
            ("manager.menu.history", "История"), ("manager.help.open", "/open и /mine"), ("manager.help.ticket", "/ticket и /history"),
            ("manager.menu.find", "Поиск"), ("manager.help.find", "/find"),
            ("stats.menu", "Цифры"), ("stats.help", "/stats"), ("export.menu", "Файл"), ("export.help", "/export"),
            ("manager.greeting", "<b>{company}</b> на связи"), ("manager.greeting-in-group", "Чат {name}"),
            ("manager.help.title", "Можно так:"), ("manager.help.cards", "«{close}» и «{reopen}»"), ("manager.help.photoid", "/photoid"),
            ("manager.help.ban", "/ban"), ("manager.help.outcomes", "итог"), ("manager.help.claims", "«{claim}»"),
            ("manager.help.snooze", "«{remind}»"),
            ("answer.help", "ответ на карточку"),
            ("manager.photo-id", "Вот: {file-id}"), ("manager.photo-wanted", "Нужно фото"), ("card.button.close", "Закрыть & забыть")));

        Assert.Equal(
            ["Начало", "Справка", "Очередь", "Мои", "Поиск", "Карточка", "История", "Цифры", "Файл", "Номер фото"],
            commands.Suggested.Take(10).Select(command => command.Description));
        Assert.Equal("<b>«Визуальные технологии»</b> на связи", (await SaidAsync("start", commands)).Html);
        Assert.Equal("Чат Визуальные технологии", (await SaidAsync("start", commands, Call() with { IsGroup = true })).Html);
        Assert.Equal(
            "Можно так:\n\n• «Закрыть &amp; забыть» и «Открыть заявку»;\n• итог;\n• «В работу»;\n• «Напомнить»;\n• ответ на карточку;\n"
            + "• /open и /mine;\n• /find;\n• /ticket и /history;\n• /stats;\n• /export;\n• /photoid;\n• /ban.",
            (await SaidAsync("help", commands)).Html);
        Assert.Equal("Нужно фото", (await SaidAsync("photoid", commands)).Html);
        Assert.Equal("Вот: a&lt;b", (await SaidAsync("photoid", commands, Call() with { PhotoFileId = "a<b" })).Html);
    }

    [Fact]
    public void Telegram_takes_every_line_of_the_menu() => CommandLines.AssertTaken(Commands.Suggested);

    private static async Task<Message> SaidAsync(string name, ManagerCommands? commands = null, ManagerCall? call = null) =>
        Assert.Single(await (commands ?? Commands).Find(name)!.HandleAsync(call ?? Call(), default));

    private static ManagerCall Call() => new(1, 5, IsGroup: false, new Person(5, "Мария", null), "", PhotoFileId: null);

    private sealed class Another : IManagerCommand
    {
        public string Name => "another";

        public string MenuLine => "Ещё одна";

        public string HelpLine => "/another — ещё одна";

        public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
