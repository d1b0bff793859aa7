namespace VizTeh.Actors.Tickets;

/// <summary>What the card of an open ticket tells of its client beside the ticket itself.</summary>
/// <param name="OtherOpen">
/// The numbers of the client's other open tickets, the newest first: <see cref="MostNumbers"/>, and one more if there are more.
/// </param>
/// <param name="IsReturning">Whether the client has sent a form before this one.</param>
/// <param name="Unanswered">
/// How many messages the client has sent since the last answer that reached the client or is on its way (<see cref="ClientWaiting"/>), an
/// album as one; at most <see cref="MostMessages"/>.
/// </param>
public sealed record CardStory(IReadOnlyList<long> OtherOpen, bool IsReturning, int Unanswered)
{
    /// <summary>How many numbers a card shows.</summary>
    public const int MostNumbers = 10;

    /// <summary>A count that stands for itself and all above it.</summary>
    public const int MostMessages = 100;

    public static CardStory None { get; } = new([], IsReturning: false, Unanswered: 0);
}
