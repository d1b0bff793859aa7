using System.Text;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketCardTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ticket Open = new(
        34, 42, "anna", TicketSamples.Of("Анна", "ООО «Ромашка»", "Омск", "Знаки", "Вывеска\nна фасад", "+79990000000"),
        TicketStatus.Open, null, CreatedAt: Noon.AddDays(-1));

    private static readonly Ticket Closed = Open with { Status = TicketStatus.Closed, ClosedAt = Noon };

    [Fact]
    public void A_card_has_first_what_a_manager_needs_first_and_then_the_other_answers_in_order()
    {
        var card = Render(new TicketState(Open, null));

        Assert.Equal(
            """
            <b>🟢 №34 · Знаки · Омск</b>
            Анна, ООО «Ромашка»
            +79990000000
            @anna

            <b>Описание:</b> Вывеска
            на фасад

            Заполнена 28.02.2026 в 15:00
            """,
            card.Html);
    }

    [Fact]
    public void A_card_says_how_many_files_there_are_and_which_answer_is_nothing_but_files()
    {
        Attachment photo = new(AttachmentKind.Photo, "1"), plan = new(AttachmentKind.Document, "2") { Name = "секрет.pdf" };
        var ticket = Open.With("description", "");
        ticket = ticket with
        {
            Answers = ticket.Answers with
            {
                Given =
                [
                    .. ticket.Answers.Given.Select(answer => answer.Id == "description" ? answer with { Files = [photo, photo] } : answer),
                    new Answer("plan", "План", QuestionKind.Files, "Второй этаж") { Files = [plan] },
                ],
            },
        };

        var card = Render(new TicketState(ticket, null));

        Assert.Equal(
            """
            <b>🟢 №34 · Знаки · Омск</b>
            Анна, ООО «Ромашка»
            +79990000000
            @anna
            📎 2 фото, 1 документ

            <b>Описание:</b> 📎 2 фото
            <b>План:</b> Второй этаж

            Заполнена 28.02.2026 в 15:00
            """,
            card.Html);
    }

    [Fact]
    public void A_cards_buttons_close_the_ticket_and_copy_the_number_to_call()
    {
        var ticket = Open.With("phone", "+74951234567;ext=12, +79990000000");

        var card = Render(new TicketState(ticket, null));

        Assert.Equal(
            [new InlineButton("Закрыть заявку", "question_status:close:34"), InlineButton.Copying("Скопировать номер", "+74951234567")],
            ButtonsOf(card));
        Assert.Contains("\n+74951234567 доб. 12, +79990000000\n", card.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+79990000000", true, "+79990000000 · подтверждён Telegram")]
    [InlineData("+88801234567", true, "+88801234567 · анонимный · подтверждён Telegram")]
    [InlineData("+88801234567", false, "+88801234567 · анонимный")]
    [InlineData("+8888123, +88801234567", false, "+8888123, +88801234567 · анонимный")]
    [InlineData("+79990000000, +88801234567", false, "+79990000000, +88801234567")]
    [InlineData("888 1234", false, "888 1234")]
    public void What_telegram_says_about_a_number_stands_beside_it_and_the_number_is_copied_alone(
        string phone, bool isVerified, string line)
    {
        var answer = new Answer("phone", "Телефон", QuestionKind.Phone, phone) { IsVerified = isVerified };
        var second = answer with { Id = "second", Label = "Ещё номер" };
        var card = Render(new TicketState(Open with { Answers = new SentAnswers([answer, second], [second]) }, null));

        Assert.Contains($"</b>\n{line}\n@anna", card.Html, StringComparison.Ordinal);
        Assert.Contains(InlineButton.Copying("Скопировать номер", PhoneText.First(phone)), ButtonsOf(card));
        var notes = line.Contains('·', StringComparison.Ordinal) ? line[line.IndexOf(" · ", StringComparison.Ordinal)..] : "";
        Assert.Equal(2, card.Html.Split($"<b>Ещё номер:</b> {second.Words}{notes}\n").Length - 1);
    }

    [Fact]
    public void A_firm_may_leave_out_what_telegram_says_about_a_number()
    {
        var answer = new Answer("phone", "Телефон", QuestionKind.Phone, "+88801234567") { IsVerified = true };
        var second = answer with { Id = "second", Label = "Ещё номер" };
        var state = new TicketState(Open with { Answers = new SentAnswers([answer, second], [second]) }, null);

        var html = TicketCard.Render(state, ShippedForm.Texts, Moscow, phoneMarks: false).Html;

        Assert.Contains("</b>\n+88801234567\n@anna", html, StringComparison.Ordinal);
        Assert.DoesNotContain("анонимный", html, StringComparison.Ordinal);
        Assert.DoesNotContain("подтверждён", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_never_called_a_number_of_telegrams()
    {
        var name = new Answer("name", "Имя", QuestionKind.Text, "+88801234567") { IsVerified = true };

        Assert.DoesNotContain(
            "·", Render(new TicketState(Open with { Answers = new SentAnswers([name], [name]) }, null)).Html["<b>🟢 №34".Length..],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("нет")]
    [InlineData(null)]
    public void Where_there_is_no_number_none_is_offered_to_be_copied(string? phone)
    {
        var ticket = Open with { Answers = TicketSamples.Of("Анна", null, null, null, null, phone) };

        var card = Render(new TicketState(ticket, null));

        Assert.Equal(["Закрыть заявку"], ButtonsOf(card).Select(button => button.Label));
    }

    [Fact]
    public void The_card_of_another_trades_form_says_first_what_was_chosen_and_lacks_no_answer()
    {
        Answer[] given =
        [
            new("urgent", "Срочно", QuestionKind.YesNo, "да"),
            new("service", "Услуга", QuestionKind.Choices, "Стрижка\nОкрашивание"),
            new("day", "День", QuestionKind.Date, "2026-12-05"),
            new("contact", "Номер", QuestionKind.Phone, "+79990000000"),
            new("second", "Ещё номер", QuestionKind.Phone, "+79990000001"),
            new("name", "Как звать", QuestionKind.Text, "Анна"),
        ];
        var ticket = Open with { Answers = new SentAnswers([.. given], []) };

        Assert.Equal(
            """
            <b>🟢 №34 · Стрижка, Окрашивание</b>
            Анна
            +79990000000
            @anna

            <b>Срочно:</b> да
            <b>День:</b> 05.12.2026
            <b>Ещё номер:</b> +7 999 000-00-01

            Заполнена 28.02.2026 в 15:00
            """,
            Render(new TicketState(ticket, null)).Html.Replace('\u00A0', ' '));
    }

    [Fact]
    public void Answers_to_questions_that_the_form_no_longer_had_stand_under_a_heading_of_their_own()
    {
        var removed = new Answer("budget", "Бюджет", QuestionKind.Number, "100");
        var ticket = Open with { Answers = Open.Answers with { Removed = [removed] } };

        Assert.Contains(
            "на фасад\n\n<b>Ранее указано</b>\n<b>Бюджет:</b> 100\n\nЗаполнена",
            Render(new TicketState(ticket, null)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expo-2026", "expo-2026")]
    [InlineData("of an earlier bot:\r\n<b>", "of an earlier bot: &lt;b&gt;")]
    public void The_source_stands_near_the_end(string source, string shown)
    {
        Assert.EndsWith(
            $"на фасад\n\n<b>Источник:</b> {shown}\nЗаполнена 28.02.2026 в 15:00",
            Render(new TicketState(Open with { Source = source }, null)).Html, StringComparison.Ordinal);
        Assert.EndsWith(
            $"на фасад\n\n<b>Источник:</b> {shown}",
            Render(new TicketState(Open with { Source = source, CreatedAt = null }, null)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_chats_tells_what_a_card_is_however_long_its_answers_are()
    {
        var city = string.Concat(Enumerable.Repeat("Комсомольск-на-Амуре, ", 5)).TrimEnd(' ', ',');
        var ticket = Open with { Answers = Open.Answers.With("city", city).With("name", "Анна\nПетровна") };

        var html = Render(new TicketState(ticket, null)).Html;

        Assert.StartsWith(
            "<b>🟢 №34 · Знаки · Комсомольск-на-Амуре, Комсомольск-на-Ам…</b>\nАнна Петровна, ", html, StringComparison.Ordinal);
        Assert.Contains($"<b>Город:</b> {city}\n<b>Описание:</b>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Анна <К>", "<a href=\"tg://user?id=42\">Анна &lt;К&gt;</a>")]
    [InlineData("", "Анна", "<a href=\"tg://user?id=42\">Анна</a>")]
    [InlineData(null, " \u3164\u200B\u115F", "<a href=\"tg://user?id=42\">id 42</a>")]
    [InlineData(null, null, "<a href=\"tg://user?id=42\">id 42</a>")]
    public void A_client_without_a_username_is_linked_by_the_accounts_name_or_by_its_number_when_that_cannot_be_seen(
        string? username, string? accountName, string link) =>
        Assert.Contains(
            $"<b>Telegram:</b> {link}",
            Render(new TicketState(Open with { Username = username, AccountName = accountName }, null)).Html,
            StringComparison.Ordinal);

    [Fact]
    public void A_row_of_which_the_old_bot_kept_next_to_nothing_has_a_card_all_the_same()
    {
        var ticket = new Ticket(7, 0, null, SentAnswers.None, TicketStatus.Open, null);

        Assert.Equal("<b>🟢 №7</b>\n<b>Telegram:</b> отсутствует", Render(new TicketState(ticket, null)).Html);
    }

    [Fact]
    public void A_manager_whose_name_cannot_be_seen_is_shown_by_number()
    {
        var state = new TicketState(Open, new StatusChange(TicketStatus.Open, 9, "\u3164 \uFFA0", 5, Noon));

        Assert.Contains("\nОткрыта снова 01.03 в 15:00 — id 9\n", Render(state).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_card_says_at_its_top_who_closed_it_and_when_in_the_firms_time_zone_and_stays_legible()
    {
        var change = new StatusChange(TicketStatus.Closed, 9, "Пётр (@petr)", 5, Noon);

        var card = Render(new TicketState(Closed, change));

        Assert.StartsWith(
            "<b>✅ №34 · Знаки · Омск · Закрыта 01.03 в 15:00 — Пётр (@petr)</b>\nАнна, ООО", card.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<s>", card.Html, StringComparison.Ordinal);
        Assert.Equal(new InlineButton("Открыть заявку", "question_status:reopen:34"), ButtonsOf(card)[0]);
    }

    [Fact]
    public void The_year_of_a_change_is_told_when_it_is_not_the_year_of_the_ticket()
    {
        // In Moscow the new year has begun.
        var change = new StatusChange(TicketStatus.Closed, 9, "Пётр", 5, new(2026, 12, 31, 22, 0, 0, TimeSpan.Zero));

        Assert.Contains(
            " · Закрыта 01.01.2027 в 01:00 — Пётр</b>\n", Render(new TicketState(Closed, change)).Html,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Закрыта 01.03.2026 в 15:00")]
    [InlineData(false, "Закрыта")]
    public void A_ticket_that_the_old_bot_closed_says_when_if_that_is_known_though_nobody_knows_who(bool isTimeKnown, string line)
    {
        var ticket = Closed with { ClosedAt = isTimeKnown ? Noon : null, CreatedAt = null };

        var lines = Render(new TicketState(ticket, null)).Html.Split('\n');

        Assert.EndsWith($" · {line}</b>", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, other => other.StartsWith("Заполнена", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reopened_card_is_open_and_says_who_reopened_it()
    {
        var card = Render(new TicketState(Open, new StatusChange(TicketStatus.Open, 9, "Пётр", 5, Noon)));

        Assert.StartsWith(
            "<b>🟢 №34 · Знаки · Омск</b>\nОткрыта снова 01.03 в 15:00 — Пётр\n", card.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_a_person_typed_is_escaped()
    {
        const string hostile = "<b>&</s><a href='x'>";
        var answers = TicketSamples.Everywhere(hostile);
        var ticket = new Ticket(
            1, 1, hostile,
            new SentAnswers(
                [.. answers.Given, new("x", hostile, QuestionKind.Text, "")], [new("y", hostile, QuestionKind.Choice, hostile)]),
            TicketStatus.Closed, Noon);

        var html = Render(new TicketState(ticket, new StatusChange(TicketStatus.Closed, 9, hostile, 5, Noon))).Html;

        Assert.DoesNotContain("<a", html, StringComparison.Ordinal);
        // Six answers, the username, the manager, and two labels with a value.
        Assert.Equal(11, html.Split("&lt;b&gt;&amp;&lt;/s&gt;").Length - 1);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(4_000)]
    [InlineData(100_000)]
    public void A_card_never_exceeds_what_telegram_takes_and_says_when_it_was_shortened(int length)
    {
        var text = string.Concat(Enumerable.Repeat("😀", length / 2));
        var ticket = Closed.With("description", text).With("name", text[..2_000]);

        var html = Render(new TicketState(ticket, new StatusChange(TicketStatus.Closed, 9, text, 5, Noon))).Html;

        Assert.InRange(Shown(html).Length, 1_000, 4_096);
        Assert.Contains("сокращено", html, StringComparison.Ordinal);
        Assert.Contains("\n+79990000000\n", html, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(html) < 32_768);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(html)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3_000)]
    public void A_card_of_very_many_answers_says_that_some_are_in_the_database_only(int length)
    {
        var answers = Enumerable.Range(1, 100)
            .Select(number => new Answer(
                $"q{number}", $"Вопрос {number} {new string('в', 50)}", QuestionKind.Text, new string('о', length)))
            .ToArray();
        var ticket = Open with { Answers = new SentAnswers([.. Open.Answers.Given, .. answers], [.. answers]) };

        var html = Render(new TicketState(ticket, null)).Html;

        Assert.InRange(Shown(html).Length, 3_500, 4_096);
        Assert.Contains("\n+79990000000\n", html, StringComparison.Ordinal);
        Assert.Contains("<b>Вопрос 1 ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ранее указано", html, StringComparison.Ordinal);
        Assert.EndsWith("Здесь не все ответы: остальные хранятся в базе.\n\nЗаполнена 28.02.2026 в 15:00", html, StringComparison.Ordinal);
    }

    private static Message Render(TicketState state) => TicketCard.Render(state, ShippedForm.Texts, Moscow);

    private static string Shown(string html) => html.Replace("<b>", "").Replace("</b>", "");

    private static InlineButton[] ButtonsOf(Message card) =>
        [.. Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows.Select(row => Assert.Single(row))];
}
