using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Conversations;
using VizTeh.Actors.Tests.Forms;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Clients;

/// <summary>«Мои заявки»: what a client sees of the own tickets, and withdraws.</summary>
public sealed class OwnTicketRulesTests : ConversationRulesFixture
{
    private static readonly Guid Submission = new("00000000-0000-4000-8000-000000000012");
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 11, 5, 0, TimeSpan.Zero);

    private static readonly OwnTicket Open = new(
        12, Submission, TicketSamples.Of("Анна", "ООО", "Тверь", "Знаки", "Вывеска <b>", "+79161234567"), IsClosed: false,
        IsWithdrawn: false, Noon, ClosedAt: null);

    private static readonly OwnTicket Closed = Open with { Id = 9, IsClosed = true, ClosedAt = Noon.AddDays(1) };
    private static readonly OwnTicket Withdrawn = Closed with { Id = 10, IsWithdrawn = true };
    private static readonly OwnTicket OfEarlierBot = new(3, null, SentAnswers.None, false, false, CreatedAt: null, ClosedAt: null);

    [Theory]
    [InlineData("Мои заявки")]
    [InlineData("мои заявки!")]
    [InlineData("/my")]
    [InlineData("/MY@any_bot")]
    [InlineData("статус заявки")]
    public void The_button_the_command_and_a_word_for_it_show_the_list_newest_first_with_status_and_date(string typed)
    {
        var shown = Assert.IsType<Reply.Say>(Assert.Single(Typed(typed, Page([Open, Withdrawn, Closed, OfEarlierBot])).Replies)).Message;

        Assert.Equal(
            "<b>Мои заявки</b>\n\n№12 · 🟢 открыта · 22.11.2026\nЗнаки\n\n№10 · 🚫 отозвана · 22.11.2026\nЗнаки\n\n"
            + "№9 · ✅ закрыта · 22.11.2026\nЗнаки\n\n№3 · 🟢 открыта",
            shown.Html);
        Assert.Equal(["№12 · Знаки", "№10 · Знаки", "№9 · Знаки", "№3"], LabelsOf(shown.Keyboard));
    }

    [Fact]
    public void A_client_without_tickets_is_told_how_to_leave_one() =>
        Assert.Contains("«Оставить заявку»", Texts(Typed("/my", Page([]))), StringComparison.Ordinal);

    [Fact]
    public void Pages_are_turned_in_the_same_message_round_and_round()
    {
        var decision = Pressed(OwnTicketButton.ToPage(1), new OwnTicketsFound(0, [Open], 2, 3), out var request);

        Assert.Equal(1, Assert.IsType<FindOwnTickets>(request).Page);
        Assert.Empty(decision.Replies);
        Assert.Equal(["№12 · Знаки", "‹", "3 из 3", "›"], LabelsOf(decision.Used!.Keyboard));
        Assert.Equal(["my:page:1", "my:page:2", "my:page:0"], DataOf(decision.Used!.Keyboard).Skip(1));
    }

    [Fact]
    public void A_press_under_a_message_that_telegram_does_not_name_shows_a_new_one() =>
        Assert.Single(Decide(new ClientInput.Press("query", "my:page:0"), Page([Open]), out _).Replies);

    [Fact]
    public void A_ticket_is_shown_whole_with_what_was_added_to_it_its_files_and_its_moments_without_anybodys_name()
    {
        var ticket = Closed with
        {
            Added =
            [
                new OwnAddition("Этаж третий", Noon.AddHours(1)),
                new OwnAddition("", Noon.AddHours(2)) { Files = [new Attachment(AttachmentKind.Photo, "f", "u")] },
            ],
        };

        var used = Pressed(OwnTicketButton.To(OwnTicketStep.Open, 9, Submission), new OwnTicketFound(0, ticket), out var request).Used!;

        Assert.Equal((9, "00000012"), Assert.IsType<FindOwnTicket>(request) is var find ? (find.TicketId, find.Check) : default);
        Assert.Equal(
            $$"""
            <b>Заявка №9 · ✅ закрыта</b>
            Отправлена 22.11.2026 в 11:05
            Закрыта 23.11.2026 в 11:05

            <b>Имя:</b> Анна
            <b>Организация:</b> ООО
            <b>Город:</b> Тверь
            <b>Направление:</b> Знаки
            <b>Описание:</b> Вывеска &lt;b&gt;
            <b>Телефон:</b> {{PhoneText.Display("+79161234567")}}

            <b>Добавлено позже</b>
            <b>22.11.2026 в 12:05:</b> Этаж третий
            <b>22.11.2026 в 13:05:</b> 📎 1 фото
            """.ReplaceLineEndings("\n"),
            used.Html);
        Assert.Equal(["Открыть снова", "К списку"], LabelsOf(used.Keyboard));
    }

    [Fact]
    public void A_row_of_an_earlier_bot_without_answers_and_dates_is_shown_too()
    {
        var used = Pressed("my:open:3", new OwnTicketFound(0, OfEarlierBot), out var request).Used!;

        Assert.Null(Assert.IsType<FindOwnTicket>(request).Check);
        Assert.Equal("<b>Заявка №3 · 🟢 открыта</b>\n\nОтветов в этой заявке не сохранилось.", used.Html);
        Assert.Equal(["Дополнить", "Отозвать", "К списку"], LabelsOf(used.Keyboard));
    }

    [Fact]
    public void However_much_a_client_wrote_it_is_one_message()
    {
        var ticket = Open with
        {
            Answers = TicketSamples.Of("Анна", null, null, null, new string('&', 3000), null),
            Added = [.. Enumerable.Range(0, 40).Select(_ => new OwnAddition(new string('<', 4096), Noon))],
            HasEarlier = true,
        };

        var decision = Pressed("my:open:12:00000012", new OwnTicketFound(0, ticket), out _);

        Dialogue.AssertSendable(new Decision(null, [new Reply.Say(new Message(decision.Used!.Html!, decision.Used.Keyboard))]));
        Assert.Contains("Здесь не всё", decision.Used.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void To_withdraw_is_asked_in_place_of_the_ticket_and_can_be_left()
    {
        var used = Pressed("my:ask:12:00000012", new OwnTicketFound(0, Open), out var request).Used!;

        Assert.IsType<FindOwnTicket>(request);
        Assert.Equal("Отозвать заявку №12?", used.Html);
        Assert.Equal(["Отозвать", "Не отзывать"], LabelsOf(used.Keyboard));
        Assert.Equal(["my:withdraw:12:00000012", "my:open:12:00000012"], DataOf(used.Keyboard));
    }

    [Fact]
    public void The_second_press_withdraws_and_the_message_shows_the_withdrawn_ticket()
    {
        var decision = Pressed("my:withdraw:10:00000012", new OwnTicketWithdrawn(0, Withdrawal.Done, Withdrawn), out var request);

        Assert.Equal((10, "клиент"), Assert.IsType<WithdrawTicket>(request) is var asked ? (asked.TicketId, asked.By) : default);
        Assert.Equal("Заявка №10 отозвана. Если передумаете, её можно снова открыть: «Мои заявки».", Texts(decision));
        Assert.Contains("🚫 отозвана", decision.Used!.Html, StringComparison.Ordinal);
        Assert.Contains("Отозвана вами 23.11.2026 в 11:05", decision.Used.Html, StringComparison.Ordinal);
        Assert.Null(decision.Event);
    }

    [Theory]
    [InlineData(Withdrawal.WasWithdrawn, "Заявка №10 уже отозвана.")]
    [InlineData(Withdrawal.WasClosed, "Заявка №9 уже закрыта, отзывать её не нужно.")]
    public void A_ticket_that_is_withdrawn_or_closed_already_is_said_to_be_so_and_shown(Withdrawal result, string said)
    {
        var ticket = result == Withdrawal.WasClosed ? Closed : Withdrawn;

        var decision = Pressed(
            OwnTicketButton.To(OwnTicketStep.Withdraw, ticket.Id, Submission), new OwnTicketWithdrawn(0, result, ticket), out _);
        var asked = Pressed(
            OwnTicketButton.To(OwnTicketStep.AskToWithdraw, ticket.Id, Submission), new OwnTicketFound(0, ticket), out _);

        Assert.All([decision, asked], each => Assert.Equal(said, Texts(each)));
        Assert.All([decision, asked], each => Assert.Contains("Открыть снова", LabelsOf(each.Used!.Keyboard)));
    }

    [Theory]
    [InlineData("my:open:77:0a1b2c3d")]
    [InlineData("my:ask:77")]
    [InlineData("my:add:77:0a1b2c3d")]
    public void Of_another_persons_ticket_or_one_that_is_gone_nothing_is_shown(string data)
    {
        var decision = Pressed(data, new OwnTicketFound(0, null), out _);

        Assert.Equal($"Заявку №77 найти не получилось. Если она ещё нужна, позвоните {Dialogue.Firm.Phone}.", Texts(decision));
        Assert.Null(decision.Event);
        Assert.Null(decision.Used);
    }

    [Fact]
    public void A_ticket_that_is_not_found_is_not_withdrawn() => Assert.StartsWith(
        "Заявку №77 найти не получилось",
        Texts(Pressed("my:withdraw:77:0a1b2c3d", new OwnTicketWithdrawn(0, Withdrawal.NotFound, null), out _)), StringComparison.Ordinal);

    [Fact]
    public void While_the_database_refuses_the_client_hears_the_firms_phone() => Assert.Contains(
        Dialogue.Firm.Phone, Texts(Typed("/my", new OwnTicketsNotAnswered(0, "why", IsRefused: true))), StringComparison.Ordinal);

    [Theory]
    [InlineData("my")]
    [InlineData("my:page:-1")]
    [InlineData("my:page:99999999999")]
    [InlineData("my:open:")]
    [InlineData("my:open:12:ZZ")]
    [InlineData("my:open:12:0a1b2c3d:1")]
    [InlineData("my:steal:12")]
    [InlineData("my:open:99999999999999999999")]
    public void Forged_data_asks_for_nothing(string data)
    {
        var update = Sent(new ClientInput.Press("query", data, 7));

        Assert.Null(OwnTicketRules.RequestOf(State.Form, update, ContextOf(update)));
        Handle(update);
        Assert.Null(Last.Event);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("direction")]
    [InlineData("phone")]
    [InlineData(null)]
    public void In_a_form_the_list_is_shown_and_the_question_stands_again_below_it(string? question)
    {
        ComeTo(question);
        var form = State.Form;

        var decision = Typed("Мои заявки", Page([Open]));

        Assert.Null(decision.Event);
        Assert.Equal(form, State.Form);
        Assert.StartsWith("<b>Мои заявки</b>", ((Reply.Say)decision.Replies[0]).Message.Html, StringComparison.Ordinal);
        Assert.Equal(
            FormPrompt.Of((Form.Draft)form, Company, new DateOnly(2023, 11, 14), note: null, menuOnScreen: true).Count + 1,
            decision.Replies.Count);
    }

    [Fact]
    public void In_a_form_a_press_changes_its_own_message_only()
    {
        ComeTo("city");

        var decision = Pressed("my:open:12:00000012", new OwnTicketFound(0, Open), out _);

        Assert.Empty(decision.Replies);
        Assert.Null(decision.Event);
        Assert.NotNull(decision.Used);
    }

    [Fact]
    public void A_firm_without_it_has_no_button_no_command_and_no_line_and_a_press_is_stale()
    {
        var texts = new FirmTexts("VizTeh", "+7", "vizteh.ru", hasOwnTickets: false);
        Company = Dialogue.Firm with { Texts = texts };

        Assert.DoesNotContain("Мои заявки", FormKeyboard.MainMenu(texts).Rows.SelectMany(row => row).Select(button => button.Label));
        Assert.DoesNotContain(ClientCommands.Suggested(texts), command => command.Name == "my");
        Assert.DoesNotMatch(@"/my\b", texts.Help() + texts.UnknownCommand());
        Assert.Equal(new ClientIntent.UnknownCommand(), ClientIntent.Of(new ClientInput.Text("/my"), texts));
        Assert.Equal(new ClientIntent.Text("Мои заявки"), ClientIntent.Of(new ClientInput.Text("Мои заявки"), texts));
        foreach (var data in (string[])["my:page:0", "my:withdraw:12:00000012"])
        {
            var update = Sent(new ClientInput.Press("query", data, 7));
            Assert.Null(OwnTicketRules.RequestOf(State.Form, update, ContextOf(update)));
        }
    }

    [Fact]
    public void A_log_line_does_not_tell_what_a_ticket_holds() => Assert.DoesNotContain(
        "Анна", $"{Page([Open])} {new OwnTicketFound(0, Open)} {new OwnAddition("Анна", Noon)}", StringComparison.Ordinal);

    private static OwnTicketsFound Page(OwnTicket[] tickets) => new(0, tickets, 0, 1);

    private static IEnumerable<InlineButton> ButtonsOf(Keyboard? keyboard) => ((Keyboard.Inline)keyboard!).Rows.SelectMany(row => row);

    private static IEnumerable<string> LabelsOf(Keyboard? keyboard) => ButtonsOf(keyboard).Select(button => button.Label);

    private static IEnumerable<string> DataOf(Keyboard? keyboard) => ButtonsOf(keyboard).Select(button => button.Data);

    private static string Texts(Decision decision) =>
        string.Join('\n', decision.Replies.OfType<Reply.Say>().Select(said => said.Message.Html));

    private Decision Typed(string text, IOwnTicketAnswer answer) => Decide(new ClientInput.Text(text), answer, out _);

    private Decision Pressed(string data, IOwnTicketAnswer answer, out IOwnTicketRequest request) =>
        Decide(new ClientInput.Press("query", data, 7), answer, out request);

    private Decision Decide(ClientInput input, IOwnTicketAnswer answer, out IOwnTicketRequest request)
    {
        var update = Sent(input);
        request = OwnTicketRules.RequestOf(State.Form, update, ContextOf(update))
            ?? throw new InvalidOperationException("the update asks for nothing");
        var decision = OwnTicketRules.Decide(State.Form, State.Addition, update, answer, ContextOf(update));
        Dialogue.AssertSendable(decision);
        return decision;
    }
}
