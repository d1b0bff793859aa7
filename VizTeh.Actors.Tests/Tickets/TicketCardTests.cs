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
        17, 42, "anna", TicketSamples.Of("Анна", "ООО «Ромашка»", "Тверь", "Знаки", "Вывеска", "+79990000000"), TicketStatus.Open, null);

    [Fact]
    public void An_open_card_shows_every_field_and_offers_to_close()
    {
        var card = TicketCard.Render(new TicketState(Open, null), Moscow);

        Assert.All(
            ["№17", "Анна", "ООО «Ромашка»", "Тверь", "Знаки", "Вывеска", "+7\u00A0999\u00A0000-00-00", "@anna"],
            part => Assert.Contains(part, card.Html, StringComparison.Ordinal));
        Assert.DoesNotContain("<s>", card.Html, StringComparison.Ordinal);
        Assert.Equal("question_status:close:17", OnlyButton(card).Data);
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
            TicketCard.Render(new TicketState(Open with { Username = username, AccountName = accountName }, null), Moscow).Html,
            StringComparison.Ordinal);

    [Fact]
    public void A_client_of_whom_the_old_bot_kept_no_account_is_said_to_have_none() =>
        Assert.Contains(
            "отсутствует", TicketCard.Render(new TicketState(Open with { Username = null, UserId = 0 }, null), Moscow).Html,
            StringComparison.Ordinal);

    [Fact]
    public void A_manager_whose_name_cannot_be_seen_is_shown_by_number()
    {
        var state = new TicketState(Open, new StatusChange(TicketStatus.Open, 9, "\u3164 \uFFA0", 5, Noon));

        Assert.Contains("id 9, 01.03.2026 15:00", TicketCard.Render(state, Moscow).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_card_is_struck_through_and_says_who_and_when_in_the_firms_time_zone()
    {
        var closed = Open with { Status = TicketStatus.Closed, ClosedAt = Noon };
        var card = TicketCard.Render(new TicketState(closed, new StatusChange(TicketStatus.Closed, 9, "Пётр (@petr)", 5, Noon)), Moscow);

        Assert.StartsWith("<s>", card.Html, StringComparison.Ordinal);
        Assert.EndsWith("Пётр (@petr), 01.03.2026 15:00", card.Html, StringComparison.Ordinal);
        Assert.Equal(new InlineButton("Открыть заявку", "question_status:reopen:17"), OnlyButton(card));
    }

    [Fact]
    public void A_ticket_that_the_old_bot_closed_says_when_though_nobody_knows_who()
    {
        var closed = Open with { Status = TicketStatus.Closed, ClosedAt = Noon };

        Assert.EndsWith("Закрыта: 01.03.2026 15:00", TicketCard.Render(new TicketState(closed, null), Moscow).Html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_reopened_card_is_no_longer_struck_through_and_says_who_reopened_it()
    {
        var card = TicketCard.Render(new TicketState(Open, new StatusChange(TicketStatus.Open, 9, "Пётр", 5, Noon)), Moscow);

        Assert.DoesNotContain("<s>", card.Html, StringComparison.Ordinal);
        Assert.Contains("Пётр, 01.03.2026 15:00", card.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_a_person_typed_is_escaped()
    {
        const string hostile = "<b>&</s><a href='x'>";
        var ticket = new Ticket(1, 1, hostile, TicketSamples.Everywhere(hostile), TicketStatus.Closed, Noon);

        var html = TicketCard.Render(new TicketState(ticket, new StatusChange(TicketStatus.Closed, 9, hostile, 5, Noon)), Moscow).Html;

        Assert.DoesNotContain("<a", html, StringComparison.Ordinal);
        Assert.Equal(8, html.Split("&lt;b&gt;&amp;&lt;/s&gt;").Length - 1);
    }

    [Theory]
    [InlineData(3_000)]
    [InlineData(4_000)]
    [InlineData(100_000)]
    public void A_card_never_exceeds_what_telegram_takes_and_says_when_it_was_shortened(int length)
    {
        var text = string.Concat(Enumerable.Repeat("😀", length / 2));
        var filled = Open.With(FormField.Description, text).With(FormField.Name, text[..2_000]);
        var ticket = filled with { Status = TicketStatus.Closed, ClosedAt = Noon };

        var html = TicketCard.Render(new TicketState(ticket, new StatusChange(TicketStatus.Closed, 9, text, 5, Noon)), Moscow).Html;

        Assert.InRange(html.Replace("<b>", "").Replace("</b>", "").Replace("<s>", "").Replace("</s>", "").Length, 1_000, 4_096);
        Assert.Contains("сокращено", html, StringComparison.Ordinal);
        Assert.Contains("+7\u00A0999\u00A0000-00-00", html, StringComparison.Ordinal);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(html) < 32_768);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(html)));
    }

    private static InlineButton OnlyButton(Message card) =>
        Assert.Single(Assert.Single(Assert.IsType<Keyboard.Inline>(card.Keyboard).Rows));
}
