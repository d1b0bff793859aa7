using System.Collections.Concurrent;
using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The managers' intentions for the tickets: the last press on each determines the final status of its row.</summary>
internal sealed class Wishes
{
    private readonly ConcurrentDictionary<long, bool> _closed = new();
    private readonly ConcurrentDictionary<long, byte> _underWay = new();

    public IReadOnlyDictionary<long, bool> Closed => _closed;

    /// <summary>Reserves a ticket for one press; false while another press on it is not answered.</summary>
    public bool TryTake(long ticket) => _underWay.TryAdd(ticket, 0);

    public void Wish(long ticket, bool closed) => _closed[ticket] = closed;

    public void Release(long ticket) => _underWay.TryRemove(ticket, out _);
}

/// <summary>What a manager answered to a ticket's client.</summary>
internal sealed record GivenAnswer(long Ticket, string Words);

/// <summary>
/// A manager who from time to time presses the button of one of the newest cards, as it reads at that moment, or answers to its client.
/// </summary>
internal sealed class TicketManager(
    ChatParticipant participant, int seed, bool pressesTwice, Wishes wishes, Crowd crowd, Observations observations)
{
    private const int NewestCards = 40;
    private const int RecentLimit = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly Queue<long> _recent = new();
    private readonly List<GivenAnswer> _given = [];

    /// <summary>The answers, in the order in which they were written.</summary>
    public IReadOnlyList<GivenAnswer> Given => _given;

    /// <summary>The newest updates that this manager caused.</summary>
    public IReadOnlyList<long> RecentUpdates
    {
        get
        {
            lock (_recent)
                return [.. _recent];
        }
    }

    public async Task RunAsync()
    {
        while (!crowd.IsClosing)
        {
            await crowd.ThinkAsync(_random);
            var cards = participant.Messages.Reverse().Where(message => CardIn(message) is not null).Take(NewestCards).ToArray();
            if (cards.Length == 0)
                continue;
            var card = cards[_random.Next(cards.Length)];
            if (_random.Next(4) == 0)
            {
                await ClaimAsync(card);
                continue;
            }

            if (CardIn(card) is not { } shown)
                continue;
            if (_random.Next(3) == 0)
            {
                Answer(card, shown.Ticket);
                continue;
            }

            if (!wishes.TryTake(shown.Ticket))
                continue;

            if (NextButtonOf(card) is not { } button || await PressAsync(card, shown.Ticket, button))
                wishes.Release(shown.Ticket);
        }
    }

    /// <summary>The ticket of a card, and whether its buttons are those of an open one; null when the message is none.</summary>
    public static (long Ticket, bool IsOpen)? CardIn(ChatMessage message)
    {
        foreach (var button in message.FromBot ? message.InlineButtons.SelectMany(row => row) : [])
        {
            if (TicketNumber.OfButton(button.Data) is { } ticket)
                return (ticket, ActionOf(button) != "reopen");
        }

        return null;
    }

    private static string? ActionOf(InlineButton button) =>
        TicketNumber.OfButton(button.Data) is null ? null : button.Data!.Split(':')[1];

    /// <summary>
    /// The button to press next, and whether that closes the ticket, or opens it; null for neither, if it leads to other buttons of the
    /// card. Of these, any may be pressed, that of the way back included.
    /// </summary>
    private (string Label, bool? Closes)? NextButtonOf(ChatMessage card)
    {
        InlineButton[] buttons = [.. card.InlineButtons.SelectMany(row => row).Where(button => ActionOf(button) is not null)];
        if (buttons.Length == 0)
            return null;
        // Of a card's own buttons: the one that asks for a reminder now and then, else the one of the status.
        var button = ActionOf(buttons[0]) is "outcome" or "remind" ? buttons[_random.Next(buttons.Length)]
            : _random.Next(6) == 0 ? buttons.FirstOrDefault(other => ActionOf(other) == "remind") ?? buttons[0]
            : buttons[0];
        return (button.Label, ActionOf(button) switch { "close" or "outcome" => true, "reopen" => false, _ => null });
    }

    /// <summary>
    /// Takes the ticket, takes it over or gives it back, as the card's last row of buttons offers. Several managers may press on one
    /// ticket at once.
    /// </summary>
    private async Task ClaimAsync(ChatMessage card)
    {
        string[] labels =
        [
            .. card.InlineButtons.SelectMany(row => row).Where(button => IsClaim(button.Data)).Select(button => button.Label),
        ];
        if (labels.Length == 0)
            return;
        CallbackPress press;
        try
        {
            press = participant.Press(card, labels[_random.Next(labels.Length)]);
        }
        catch (InvalidOperationException)
        {
            // The button changed between the choice and the press.
            return;
        }

        observations.NotePress();
        Remember([press.UpdateId]);
        try
        {
            await press.AnswerAsync(Patience).WaitAsync(crowd.GivingUp);
        }
        catch (TimeoutException)
        {
            // Whether and when it takes effect makes no difference to what the tables and the cards have to agree on.
        }
    }

    private static bool IsClaim(string? data) => data?.Split(':') is ["question_status", "claim" or "take" or "release", ..];

    private void Answer(ChatMessage card, long ticket)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"слова {seed}-{_given.Count + 1}, конец");
        _given.Add(new GivenAnswer(ticket, words));
        Remember([participant.SendText(words, replyTo: card).UpdateId]);
    }

    /// <returns>False if no answer came: the press may take effect at any later time, and no one else presses on the ticket.</returns>
    private async Task<bool> PressAsync(ChatMessage card, long ticket, (string Label, bool? Closes) button)
    {
        CallbackPress[] presses;
        try
        {
            presses = pressesTwice && _random.Next(4) == 0 ? PressTwice(card, button.Label) : [participant.Press(card, button.Label)];
        }
        catch (InvalidOperationException)
        {
            // The button changed between the choice and the press.
            return true;
        }

        if (button.Closes is { } closes)
            wishes.Wish(ticket, closes);
        observations.NotePress();
        Remember(presses.Select(press => press.UpdateId));
        try
        {
            foreach (var press in presses)
                await press.AnswerAsync(Patience).WaitAsync(crowd.GivingUp);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Remember(IEnumerable<long?> updates)
    {
        lock (_recent)
        {
            foreach (var id in updates.OfType<long>())
                _recent.Enqueue(id);
            while (_recent.Count > RecentLimit)
                _recent.Dequeue();
        }
    }

    private CallbackPress[] PressTwice(ChatMessage card, string label)
    {
        var (first, second) = participant.PressTwice(card, label);
        observations.NoteFault("one press as two queries");
        return [first, second];
    }
}
