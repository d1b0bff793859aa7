using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>What the card of an open ticket tells of its client: other open tickets, and what nobody has answered.</summary>
public sealed class CardStoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ticket Open = new(
        34, 42, "anna", TicketSamples.Of("Анна", null, "Омск", "Знаки", "Вывеска", "+79990000000"), TicketStatus.Open, null);

    [Fact]
    public void Unanswered_messages_stand_near_the_top_and_the_other_tickets_under_the_account() => Assert.Equal(
        """
        <b>🟢 №34 · Знаки · Омск</b>
        ⏰ 01.03.2026 12:00
        ✉️ Без ответа: 2 сообщения
        Анна
        +79990000000
        @anna
        🔁 Ещё открыты: №7, №9

        <b>Описание:</b> Вывеска
        """,
        Render(Open with { SnoozedUntil = Noon }, new CardStory([9, 7], IsReturning: true, Unanswered: 2)));

    [Theory]
    [InlineData(1, "1 сообщение")]
    [InlineData(2, "2 сообщения")]
    [InlineData(11, "11 сообщений")]
    [InlineData(21, "21 сообщение")]
    [InlineData(99, "99 сообщений")]
    [InlineData(100, "99+ сообщений")]
    public void Messages_are_counted_in_words(int count, string told) => Assert.Contains(
        $"\n✉️ Без ответа: {told}\n", Render(Open, CardStory.None with { Unanswered = count }), StringComparison.Ordinal);

    [Fact]
    public void A_client_who_comes_again_is_told_from_a_new_one()
    {
        Assert.Contains(
            "\n🔁 Клиент обращался раньше\n", Render(Open, CardStory.None with { IsReturning = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("🔁", Render(Open, CardStory.None), StringComparison.Ordinal);
        Assert.DoesNotContain("✉", Render(Open, CardStory.None), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_tickets_the_newest_are_told_in_order()
    {
        long[] others = [.. Enumerable.Range(0, CardStory.MostNumbers + 1).Select(less => 100L - less)];

        Assert.Contains(
            "\n🔁 Ещё открыты: №91, №92, №93, №94, №95, №96, №97, №98, №99, №100, …\n",
            Render(Open, CardStory.None with { OtherOpen = others }), StringComparison.Ordinal);
        Assert.Contains(
            "№99, №100\n", Render(Open, CardStory.None with { OtherOpen = [.. others.SkipLast(1)] }), StringComparison.Ordinal);
        Assert.Contains("\n🔁 Ещё открыта: №7\n", Render(Open, CardStory.None with { OtherOpen = [7] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_or_erased_card_tells_nothing_of_it()
    {
        var story = new CardStory([7], IsReturning: true, Unanswered: 2);

        foreach (var ticket in new[] { Open with { Status = TicketStatus.Closed }, Open with { ErasedAt = Noon } })
        {
            var html = Render(ticket, story);
            Assert.DoesNotContain("🔁", html, StringComparison.Ordinal);
            Assert.DoesNotContain("✉", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_firm_words_the_lines_anew()
    {
        var firm = ShippedForm.Company.Saying(
            ("card.unanswered", "Ждут: {messages}"), ("card.messages", "письмо/письма/писем"), ("card.other-open", "Ещё {numbers}"),
            ("card.returning", "Не впервые"));

        var html = TicketCard.Render(new TicketState(Open, null), firm, new CardStory([7], IsReturning: true, Unanswered: 5)).Html;

        Assert.Contains("\nЖдут: 5 писем\n", html, StringComparison.Ordinal);
        Assert.Contains("\nЕщё №7\n", html, StringComparison.Ordinal);
        Assert.Contains(
            "\nНе впервые\n", TicketCard.Render(new TicketState(Open, null), firm, CardStory.None with { IsReturning = true }).Html,
            StringComparison.Ordinal);
    }

    private static string Render(Ticket ticket, CardStory story)
    {
        Message card = TicketCard.Render(
            new TicketState(ticket, null), ShippedForm.Texts, TimeZoneInfo.Utc, menus: new CardMenus([], Snooze: true), story: story);
        return card.Html;
    }
}
