using System.Globalization;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tickets;

/// <summary>What the managers read about files of an erased ticket that only they can delete, as HTML. Pure.</summary>
internal static class OldFilesText
{
    // Of a supergroup and a channel the id is this minus the number in its links.
    private const long BeforeSupergroups = -1_000_000_000_000;

    public static string Render(long ticketId, long chatId, IReadOnlyList<long> messageIds, FirmTexts texts)
    {
        var number = ticketId.ToString(CultureInfo.InvariantCulture);
        // Only messages of supergroups have addresses.
        return chatId < BeforeSupergroups
            ? texts.With(
                ManagerPhrases.OldFiles, ("number", number), ("links", string.Join('\n', messageIds.Select(id => LinkOf(chatId, id)))))
            : texts.With(
                ManagerPhrases.OldFilesUnderCard, ("number", number), ("count", messageIds.Count.ToString(CultureInfo.InvariantCulture)));
    }

    private static string LinkOf(long chatId, long messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"https://t.me/c/{BeforeSupergroups - chatId}/{messageId}");
}
