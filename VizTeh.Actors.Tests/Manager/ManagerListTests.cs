using VizTeh.Actors.Manager;
using VizTeh.Actors.Manager.Commands;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Manager;

/// <summary>The managers' lists of tickets: their buttons' data, and what they say.</summary>
public sealed class ManagerListTests
{
    private static readonly ManagerCommands Commands = TestCommands.Of();

    private static readonly DateTimeOffset Now = FirmHours.Monday;

    private static CompanySettings Company => ShippedForm.Company with { Hours = null };

    public static TheoryData<ManagerList, string> Lists => new()
    {
        { new ManagerList.Open(), "list:open:3" },
        { new ManagerList.Mine(77), "list:mine:77:3" },
        { new ManagerList.History(17, "0a1b2c3d"), "list:history:17:0a1b2c3d:3" },
        { new ManagerList.History(17, null), "list:history:17::3" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_button_names_the_list_and_the_page(ManagerList list, string data)
    {
        Assert.Equal(data, ListPage.DataOf(list, 3));
        Assert.Equal(new ListPage(list, 3), ListPage.Parse(data));
        Assert.Equal(new ManagerIntent.TurnPage(new ListPage(list, 3)), IntentOf(data));
    }

    [Fact]
    public void The_data_of_the_longest_numbers_fits_into_a_button()
    {
        var list = new ManagerList.History(long.MaxValue, "aaaabbbb");

        Assert.InRange(ListPage.DataOf(list, 99_999).Length, 1, 64);
        Assert.Equal(new ListPage(list, 99_999), ListPage.Parse(ListPage.DataOf(list, 99_999)));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list:")]
    [InlineData("list:open")]
    [InlineData("list:open:")]
    [InlineData("list:open:-1")]
    [InlineData("list:open:+1")]
    [InlineData("list:open: 1")]
    [InlineData("list:open:1:2")]
    [InlineData("list:open:100000")]
    [InlineData("list:open:99999999999999999999")]
    [InlineData("list:open:١")]
    [InlineData("list:closed:1")]
    [InlineData("list:mine:1")]
    [InlineData("list:mine::1")]
    [InlineData("list:mine:-5:1")]
    [InlineData("list:mine:0:1")]
    [InlineData("list:mine:99999999999999999999:1")]
    [InlineData("list:find")]
    [InlineData("list:find:1")]
    [InlineData("list:find:слово:1")]
    [InlineData("list:history:17:1")]
    [InlineData("list:history:0::1")]
    [InlineData("list:history:17:0A1B2C3D:1")]
    [InlineData("list:history:17:0a1b2c3:1")]
    [InlineData("list:history:17'; drop table tickets;::1")]
    [InlineData("LIST:open:1")]
    public void Any_other_data_is_a_foreign_button(string data)
    {
        Assert.Null(ListPage.Parse(data));
        Assert.IsType<ManagerIntent.ForeignButton>(IntentOf(data));
    }

    [Theory]
    [InlineData("34", 34L)]
    [InlineData(" №34", 34L)]
    [InlineData("№ 34.", 34L)]
    [InlineData("#34", 34L)]
    [InlineData("", null)]
    [InlineData("тридцать", null)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("3 4", null)]
    [InlineData("9223372036854775808", null)]
    public void A_tickets_number_is_read_as_managers_write_it(string written, long? number) =>
        Assert.Equal(number, TicketNumber.Read(written));

    [Theory]
    [InlineData(0, "меньше минуты")]
    [InlineData(59, "59 мин")]
    [InlineData(60, "1 ч")]
    [InlineData(200, "3 ч 20 мин")]
    [InlineData(6_000, "100 ч")]
    public void A_wait_is_told_in_hours_and_minutes(int minutes, string told) =>
        Assert.Equal(told, LastingText.Of(TimeSpan.FromMinutes(minutes), ShippedForm.Texts));

    [Fact]
    public void The_queue_says_of_each_ticket_how_long_its_client_waits_and_who_has_it()
    {
        var page = new TicketQueuePage(
            [
                new QueuedTicket(Ticket(1), IsWaiting: true, Now.AddMinutes(-200)),
                new QueuedTicket(
                    Ticket(2) with { Owner = new TicketOwner(9, "Мария <b>", Now), SnoozedUntil = Now.AddDays(1) }, IsWaiting: true,
                    Now.AddMinutes(5)),
                new QueuedTicket(Ticket(3) with { Answers = SentAnswers.None }, IsWaiting: false, null),
                new QueuedTicket(Ticket(4) with { Answers = SentAnswers.None }, IsWaiting: true, null),
            ],
            1, 3, 20);

        var message = QueueText.Of(page, new ManagerList.Open(), Company, Now);

        Assert.Equal(
            "<b>Открытые заявки: 20</b>\n\n"
            + "№1 · ⏳ ждёт 3 ч 20 мин · свободна\nЗнаки · Тверь · Анна, ООО\n\n"
            + "№2 · ⏳ ждёт меньше минуты · 👤 Мария &lt;b&gt; · ⏰ 19.01 12:00\nЗнаки · Тверь · Анна, ООО\n\n"
            + "№3 · 💬 ответ дан · свободна\n\n"
            + "№4 · ⏳ ждёт ответа · свободна",
            message.Html);
        Assert.Equal(
            [("‹", "list:open:0"), ("2 из 3", "list:open:1"), ("›", "list:open:2")],
            ((Keyboard.Inline)message.Keyboard!).Rows.Single().Select(button => (button.Label, button.Data)));
    }

    [Fact]
    public void The_wait_counts_working_time_where_the_firm_has_hours()
    {
        var hours = FirmHours.In(TestSettings.WithoutServers(ShippedForm.Company)).Company.Hours;
        // From Friday, 17:00, to Monday, 12:00.
        var page = new TicketQueuePage([new QueuedTicket(Ticket(1), IsWaiting: true, Now.AddHours(-67))], 0, 1, 1);

        var message = QueueText.Of(page, new ManagerList.Open(), Company with { Hours = hours }, Now);

        Assert.Contains("№1 · ⏳ ждёт 4 ч рабочего времени · свободна", message.Html, StringComparison.Ordinal);
        Assert.Null(message.Keyboard);
    }

    [Fact]
    public void Where_nobody_takes_tickets_into_work_the_queue_says_nothing_of_it_and_an_empty_list_says_that_it_is()
    {
        var page = new TicketQueuePage([new QueuedTicket(Ticket(1), IsWaiting: false, null)], 0, 1, 1);
        var empty = new TicketQueuePage([], 0, 1, 0);

        Assert.Contains(
            "\n\n№1 · 💬 ответ дан\n",
            QueueText.Of(page, new ManagerList.Open(), Company with { Claim = ClaimSettings.Off }, Now).Html, StringComparison.Ordinal);
        Assert.Equal("Открытых заявок нет.", QueueText.Of(empty, new ManagerList.Open(), Company, Now).Html);
        Assert.StartsWith(
            "В работе у вас ничего нет.", QueueText.Of(empty, new ManagerList.Mine(9), Company, Now).Html, StringComparison.Ordinal);
        Assert.StartsWith(
            "<b>В работе — Мария: 1</b>",
            QueueText.Of(
                page with { Tickets = [page.Tickets[0] with { Ticket = Ticket(1) with { Owner = new TicketOwner(9, "Мария", Now) } }] },
                new ManagerList.Mine(9), Company, Now).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_button_of_a_search_takes_the_words_from_the_message()
    {
        var list = new ManagerList.Find("вывеска");

        Assert.Equal("list:find:3", ListPage.DataOf(list, 3));
        Assert.Equal(new ListPage(list, 3), ListPage.Parse("list:find:3", "вывеска"));
        Assert.Null(ListPage.Parse("list:find:3", " \u200B"));
        Assert.Null(ManagerList.Find.Of(""));
        Assert.Equal(new ManagerList.Find("а б"), ManagerList.Find.Of("  а \n б "));
        Assert.Equal(TicketSearch.Longest, ManagerList.Find.Of(new string('я', 5_000))!.Words.Length);
    }

    [Fact]
    public void What_was_found_stands_under_what_was_searched_for()
    {
        var erased = Ticket(3) with
        {
            ErasedAt = Now,
            Status = TicketStatus.Closed,
            Outcome = VizTeh.Actors.Tickets.Ticket.Withdrawn,
            Answers = TicketSamples.Of(null, null, null, "Знаки", null, null),
        };
        var found = new TicketsFound([Ticket(5) with { Owner = new TicketOwner(9, "Мария", Now) }, erased], 0, 2, 9, HasMore: false);

        var message = SearchText.Of(found, new ManagerList.Find("<b>"), Company with { TimeZone = TimeZoneInfo.Utc });

        Assert.Equal(
            "<b>Поиск:</b> <code>&lt;b&gt;</code>\nНашлось: 9\n\n"
            + "№5 · 🟢 открыта · 17.01.2027 · 👤 Мария\nЗнаки · Тверь · Анна, ООО\n\n"
            + "№3 · 🚫 отозвана · 17.01.2027\nЗнаки · Данные удалены по просьбе клиента",
            message.Html);
        Assert.Equal(
            ["list:find:1", "list:find:0", "list:find:1"],
            ((Keyboard.Inline)message.Keyboard!).Rows.Single().Select(button => button.Data));
        Assert.EndsWith(
            "Ничего не нашлось.", SearchText.Of(new TicketsFound([], 0, 1, 0, false), new ManagerList.Find("я"), Company).Html,
            StringComparison.Ordinal);
        Assert.Contains(
            "Нашлось больше 320,", SearchText.Of(found with { Count = 320, HasMore = true }, new ManagerList.Find("я"), Company).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_tells_what_happened_and_what_was_said()
    {
        var ticket = Ticket(17) with { Status = TicketStatus.Closed, Outcome = "Заказ" };
        var story = new TicketStory(
            ticket,
            [
                Of("status", 0, null, null) with { Status = TicketStatus.Open, IsCreation = true },
                Of("claim", 1, 9, "Пётр"),
                Of("client", 2, 42, null) with { Words = "Где <это>?", Files = [new Attachment(AttachmentKind.Photo, "f", "u")] },
                Of("take-over", 3, 10, "Мария") with { Former = (9, "Пётр") },
                Of("manager", 4, 10, "Мария") with { Words = "Тут", IsEdited = true, IsUndelivered = true },
                Of("note", 5, 10, "Мария") with { Words = "странный" },
                Of("release", 6, 10, "Мария") with { Former = (10, "Мария") },
                Of("status", 7, 10, "Мария") with { Status = TicketStatus.Closed, Outcome = "Отказ" },
                Of("status", 8, 42, "клиент") with { Status = TicketStatus.Open },
                Of("snooze", 9, 10, "Мария"),
                Of("snooze", 9, 10, "Мария") with { SnoozedUntil = new DateTimeOffset(2027, 1, 19, 10, 0, 0, TimeSpan.Zero) },
                Of("snooze", 9, null, null) with { SnoozedUntil = new DateTimeOffset(2027, 1, 20, 9, 0, 0, TimeSpan.Zero) },
                Of("snooze-end", 9, null, null),
                Of("reminded", 9, null, null),
                Of("ban", 9, 10, "Мария"),
                Of("unban", 9, 10, "Мария"),
                Of("later", 9, 10, "Мария"),
                Of("status", 10, 10, "Мария") with { Status = TicketStatus.Closed },
            ],
            HasEarlier: false);

        var message = HistoryText.Of(story, null, ShippedForm.Texts, TimeZoneInfo.Utc);

        Assert.Equal(
            """
            <b>Заявка №17 · ✅ закрыта: Заказ</b>

            <b>18.01.2027 09:00 · Создана</b>

            <b>18.01.2027 09:01 · Взята в работу — Пётр</b>

            <b>18.01.2027 09:02 · Клиент</b>
            Где &lt;это&gt;?
            📎 1 фото

            <b>18.01.2027 09:03 · Перехвачена (до этого: Пётр) — Мария</b>

            <b>18.01.2027 09:04 · Ответ клиенту, изменено, не доставлено — Мария</b>
            Тут

            <b>18.01.2027 09:05 · Заметка — Мария</b>
            странный

            <b>18.01.2027 09:06 · Возвращена в очередь — Мария</b>

            <b>18.01.2027 09:07 · Закрыта: Отказ — Мария</b>

            <b>18.01.2027 09:08 · Открыта снова — клиент</b>

            <b>18.01.2027 09:09 · Поставлено напоминание — Мария</b>

            <b>18.01.2027 09:09 · Поставлено напоминание: 19.01.2027 10:00 — Мария</b>

            <b>18.01.2027 09:09 · Напоминание перенесено на рабочее время: 20.01.2027 09:00</b>

            <b>18.01.2027 09:09 · Напоминание снято</b>

            <b>18.01.2027 09:09 · Менеджеру напомнили</b>

            <b>18.01.2027 09:09 · Клиент заблокирован — Мария</b>

            <b>18.01.2027 09:09 · Клиент разблокирован — Мария</b>

            <b>18.01.2027 09:09 · Изменена — Мария</b>

            <b>18.01.2027 09:10 · Закрыта: Заказ — Мария</b>
            """.ReplaceLineEndings("\n"),
            message.Html);
        Assert.Null(message.Keyboard);
    }

    [Fact]
    public void After_an_erasure_each_closing_keeps_its_own_outcome_and_the_erasure_is_none()
    {
        var story = new TicketStory(
            Ticket(17) with { Status = TicketStatus.Closed, Outcome = "Заказ", ErasedAt = DateTimeOffset.UnixEpoch },
            [
                Of("status", 1, 42, "клиент") with { Status = TicketStatus.Closed, Outcome = "withdrawn" },
                Of("status", 2, 9, "Пётр") with { Status = TicketStatus.Open },
                Of("status", 3, 9, "Пётр") with { Status = TicketStatus.Closed },
                Of("status", 4, null, null) with { Status = TicketStatus.Closed },
            ],
            HasEarlier: false);

        var html = HistoryText.Of(story, null, ShippedForm.Texts, TimeZoneInfo.Utc).Html;

        Assert.Equal(
            [
                "<b>18.01.2027 09:01 · Отозвана — клиент</b>", "<b>18.01.2027 09:02 · Открыта снова — Пётр</b>",
                "<b>18.01.2027 09:03 · Закрыта: Заказ — Пётр</b>", "<b>18.01.2027 09:04 · Данные клиента удалены</b>",
            ],
            html.Split("\n\n").Skip(1));
    }

    [Fact]
    public void Nothing_of_a_long_history_is_left_out_and_each_page_fits_into_a_message()
    {
        var said = Enumerable.Range(0, 40)
            .Select(n => Of("client", n, 42, null) with { Words = string.Concat(Enumerable.Range(0, 90 * n).Select(at => $"{n}.{at};")) })
            .Select(one => one with { Words = CodePoints.Cut(one.Words, 4096) })
            .ToList();
        var story = new TicketStory(Ticket(17), said, HasEarlier: true);

        var last = HistoryText.Of(story, null, ShippedForm.Texts, TimeZoneInfo.Utc);
        var count = int.Parse(
            ((Keyboard.Inline)last.Keyboard!).Rows[0][1].Label.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var pages = Enumerable.Range(0, count).Select(
            page => HistoryText.Of(story, page, ShippedForm.Texts, TimeZoneInfo.Utc).Html.Split("\n\n", 2)[1]).ToList();

        Assert.All(pages, page => Assert.InRange(page.Length, 1, 4000));
        var bodies = pages.SelectMany(page => page.Split("\n\n")).Select(entry => entry.Split('\n', 2) is [_, var body] ? body : "");
        Assert.Equal(string.Concat(said.Select(one => one.Words)), string.Concat(bodies));
        Assert.Contains("более ранние записи", pages[0], StringComparison.Ordinal);
        Assert.Equal(last.Html, HistoryText.Of(story, 99_999, ShippedForm.Texts, TimeZoneInfo.Utc).Html);
    }

    private static ManagerIntent IntentOf(string data) => ManagerIntent.Of(
        new ManagerInput.Press("1", data, 5), isGroup: true, "viz_bot", Commands, ShippedForm.Texts);

    private static TicketEvent Of(string kind, int minute, long? actor, string? by) =>
        new(kind, new DateTimeOffset(2027, 1, 18, 9, minute, 0, TimeSpan.Zero), actor, by);

    private static Ticket Ticket(long id) =>
        new(id, 42, "anna", TicketSamples.Answers, TicketStatus.Open, null, CreatedAt: Now.AddDays(-1));
}
