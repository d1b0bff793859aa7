using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Lists;

/// <summary>Draws a page of a list as it is now. Nothing is stored: a page that is drawn again after a crash is the newest one.</summary>
public sealed class ManagerLists(
    TicketQueueStore queue, TicketStoryStore stories, TicketSearchStore search, BotSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(10);

    private CompanySettings Company => settings.Company;

    /// <param name="number">From zero; the nearest page that exists is drawn. Null for the one that a command shows.</param>
    public Task<Message> DrawAsync(ManagerList list, int? number, CancellationToken cancellationToken) => list switch
    {
        ManagerList.Open => QueueAsync(list, null, number, cancellationToken),
        ManagerList.Mine mine => QueueAsync(list, mine.OwnerId, number, cancellationToken),
        ManagerList.History history => HistoryAsync(history, number, cancellationToken),
        ManagerList.Find find => FindAsync(find, number, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(list), list.GetType().Name, "an unknown list"),
    };

    /// <summary>The history of a ticket that a manager names by its number.</summary>
    /// <returns>The newest page, and whether the client's data was erased; null when there is no such ticket.</returns>
    public async Task<(Message Message, bool IsErased)?> DrawHistoryAsync(long ticketId, CancellationToken cancellationToken) =>
        await ReadAsync(ticketId, cancellationToken) is { } story
            ? (HistoryText.Of(story, null, Company.Texts, Company.TimeZone), story.Ticket.ErasedAt is not null)
            : null;

    private async Task<Message> QueueAsync(ManagerList list, long? ownerId, int? number, CancellationToken cancellationToken)
    {
        var page = await WithinDeadlineAsync(token => queue.ReadAsync(ownerId, number ?? 0, token), cancellationToken);
        return QueueText.Of(page, list, Company, clock.GetUtcNow());
    }

    private async Task<Message> FindAsync(ManagerList.Find find, int? number, CancellationToken cancellationToken)
    {
        var wanted = TicketSearch.Read(find.Words);
        var found = await WithinDeadlineAsync(token => search.FindAsync(wanted, number ?? 0, token), cancellationToken);
        return SearchText.Of(found, find, Company);
    }

    private async Task<Message> HistoryAsync(ManagerList.History history, int? number, CancellationToken cancellationToken)
    {
        var story = await ReadAsync(history.TicketId, cancellationToken);
        // A number alone may belong to another ticket after an older dump was restored.
        return story is not null && TicketButton.CheckOf(story.Ticket.SubmissionId) == history.Check
            ? HistoryText.Of(story, number, Company.Texts, Company.TimeZone)
            : new Message(Company.Texts.With(
                ListPhrases.NotFound, ("number", history.TicketId.ToString(CultureInfo.InvariantCulture))));
    }

    private Task<TicketStory?> ReadAsync(long ticketId, CancellationToken cancellationToken) =>
        WithinDeadlineAsync(token => stories.ReadAsync(ticketId, token), cancellationToken);

    private static Task<T> WithinDeadlineAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        Deadline.RunAsync(step, StoreDeadline, cancellationToken);
}
