using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>The card of a firm that words its lines and buttons otherwise.</summary>
public sealed class RewordedCardTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ticket Closed = new(
        34, 42, null, TicketSamples.Of("Анна", "ООО «Ромашка»", "Омск", "Знаки", "Вывеска\nна фасад", "+79990000000"),
        TicketStatus.Closed, Noon, CreatedAt: Noon.AddDays(-1));

    [Fact]
    public void A_firm_words_the_card_and_its_buttons_anew_and_the_buttons_do_what_they_did()
    {
        var firm = ShippedForm.Company.Saying(
            ("card.heading.closed", "Готово №{number} & всё"), ("card.closed", "Закрыто"), ("card.moment", "{date}, {time}"),
            ("card.filled", "Пришла {when}"), ("card.account", "Телеграм"), ("card.no-account", "нет"), ("card.former", "Раньше"),
            ("card.button.reopen", "Вернуть в работу"), ("card.button.copy", "Номер"));
        var removed = new Answer("budget", "Бюджет", QuestionKind.Number, "100");
        var ticket = Closed with { UserId = 0, Answers = Closed.Answers with { Removed = [removed] } };
        var change = new StatusChange(TicketStatus.Closed, 9, "Пётр", 5, Noon);

        var card = TicketCard.Render(new TicketState(ticket, change), firm.Texts, Moscow);

        Assert.Equal(
            """
            <b>Готово №34 &amp; всё · Знаки · Омск · Закрыто 01.03, 15:00 — Пётр</b>
            Анна, ООО «Ромашка»
            +79990000000
            <b>Телеграм:</b> нет

            <b>Описание:</b> Вывеска
            на фасад

            <b>Раньше</b>
            <b>Бюджет:</b> 100

            Пришла 28.02.2026, 15:00
            """,
            card.Html);
        Assert.Equal(
            [new InlineButton("Вернуть в работу", "question_status:reopen:34"), InlineButton.Copying("Номер", "+79990000000")],
            ButtonsOf(card));
    }

    [Fact]
    public void A_firm_words_anew_what_a_card_says_of_answers_that_it_has_no_room_for()
    {
        var firm = ShippedForm.Company.Saying(("card.shortened", "<…>"), ("card.not-all", "И другие."));
        var answers = Enumerable.Range(1, 100).Select(number => new Answer($"q{number}", "Вопрос", QuestionKind.Text, new('о', 3_000)));
        var ticket = Closed with { Answers = new SentAnswers([.. answers], []) };

        var html = TicketCard.Render(new TicketState(ticket, null), firm.Texts, Moscow).Html;

        Assert.Contains("о&lt;…&gt;\n", html, StringComparison.Ordinal);
        Assert.Contains("\nИ другие.\n", html, StringComparison.Ordinal);
    }

    [Fact]
    public void However_long_its_lines_are_worded_a_card_is_within_what_telegram_takes()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 256));
        var firm = ShippedForm.Company.Saying([.. CardPhrases.All.Select(phrase => (phrase.Key, Worded(phrase)))]);
        var text = string.Concat(Enumerable.Repeat("😀", 2_000));
        var answers = TicketSamples.Everywhere(text).Given.Concat(Enumerable.Range(1, 100)
            .Select(number => new Answer($"q{number}", $"Вопрос {number}", QuestionKind.Text, text)));
        var ticket = Closed with { Answers = new SentAnswers([.. answers], []), AccountName = text };
        var change = new StatusChange(TicketStatus.Closed, 9, text, 5, Noon);

        var story = new CardStory([.. Enumerable.Range(0, 11).Select(less => long.MaxValue - less)], IsReturning: true, Unanswered: 100);
        var open = ticket with { Status = TicketStatus.Open, Source = text, SnoozedUntil = Noon, Owner = new TicketOwner(9, text, Noon) };

        var html = TicketCard.Render(new TicketState(ticket, change), firm.Texts, Moscow).Html;
        var told = TicketCard.Render(
            new TicketState(open, change with { Status = TicketStatus.Open }), firm, story).Html;

        var markup = "<a href=\"tg://user?id=42\"></a>".Length;
        Assert.All(
            [html, told], shown => Assert.InRange(shown.Replace("<b>", "").Replace("</b>", "").Length, 1_000, 4_096 + markup));
        var words = new string('ы', 3_896);
        Assert.True(TicketMessageText.Fits(words));
        Assert.InRange(
            CodePoints.CountIn(TicketMessageText.Render(long.MaxValue, words, firm.Texts).Html), 1_000, 4_096 + "<b></b>".Length);

        string Worded(Phrase phrase) =>
            string.Concat(phrase.Placeholders.Select(placeholder => $"{{{placeholder.Name}}}")) + longest[..(2 * phrase.Limit)];
    }

    private static InlineButton[] ButtonsOf(Message card) =>
        [.. Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows.Select(row => Assert.Single(row))];
}
