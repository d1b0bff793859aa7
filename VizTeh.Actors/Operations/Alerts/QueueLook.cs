namespace VizTeh.Actors.Operations.Alerts;

/// <summary>What one statement reads from the tables.</summary>
/// <param name="UpdatesAside">How many updates are set aside.</param>
/// <param name="MessagesAside">How many owed messages are set aside.</param>
/// <param name="NewestAside">When the newest of both was set aside, in microseconds since 1970; zero when there is none.</param>
/// <param name="Late">The first late message of each queue.</param>
/// <param name="Said">What is stored about alerts that were sent.</param>
/// <param name="UnseenTickets">The numbers of tickets that are to go by e-mail, the oldest first.</param>
internal sealed record QueueLook(
    long UpdatesAside, long MessagesAside, long NewestAside, IReadOnlyList<LateRow> Late, IReadOnlyList<SaidAlert> Said,
    IReadOnlyList<long> UnseenTickets);

/// <summary>The first row of a queue of the outbox that waits for too long.</summary>
/// <param name="For">How long the oldest of the queue has been due.</param>
/// <param name="Messages">How many rows of the queue wait for too long, itself included.</param>
internal sealed record LateRow(long Id, long ChatId, TimeSpan For, long Messages = 1);

/// <summary>A row of table <c>alerts</c>. Times are durations by the database's clock, up to the moment of reading.</summary>
/// <param name="SaidAgo">Since the last alert of this kind was sent; null when none ever was.</param>
/// <param name="BeganAgo">Since what it tells of began; null when its end was told, or there was no alert yet.</param>
internal sealed record SaidAlert(AlertKind Kind, TimeSpan? SaidAgo, TimeSpan? BeganAgo, long Mark);
