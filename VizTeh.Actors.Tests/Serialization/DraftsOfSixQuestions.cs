using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>
/// The journal and the snapshots of 1,000 clients, as commit b800bf5 of the program stored them, which had its six questions in code. A
/// client is at one of 26 steps, which are 38 or 39 clients each: at a question for the first time, again on the way back from the review,
/// or from the review to change its answer; at the review; or the form is sent, accepted or cancelled. Some states are in events only, some
/// in a snapshot and the events after it.
/// </summary>
/// <remarks>
/// <c>Fixtures/drafts-of-six-questions.gz</c>, a line a row, separated by tabs: the rows of <c>akka.journal</c> and
/// <c>akka.snapshot</c>, and after those of a client the state that the version itself made of them.
/// </remarks>
internal static class DraftsOfSixQuestions
{
    /// <summary>A client of each step follows on the one of the step before.</summary>
    public const int Steps = 26;

    /// <summary>The scripts that the version's database was made with: those before this one.</summary>
    public const string NextMigration = "0008_troubles.sql";

    private static readonly ImmutableArray<string> Names = ["Name", "Organization", "City", "Direction", "Description", "Phone"];

    public static IReadOnlyList<StoredDraft> Load()
    {
        var drafts = new List<StoredDraft>();
        var journal = new List<StoredRow>();
        StoredRow? snapshot = null;
        foreach (var cells in Lines().Select(line => line.Split('\t')))
        {
            switch (cells)
            {
                case ["journal", _, var number, var deleted, var manifest, var json]:
                    journal.Add(new StoredRow(Number(number), deleted == "t", manifest, Encoding.UTF8.GetBytes(json)));
                    break;
                case ["snapshot", _, var number, var manifest, var json]:
                    snapshot = new StoredRow(Number(number), IsDeleted: false, manifest, Encoding.UTF8.GetBytes(json));
                    break;
                case ["state", var id, var form, var lastUpdate, var answers]:
                    drafts.Add(new StoredDraft(drafts.Count, id, [.. journal], snapshot, $"{form}\t{lastUpdate}\t{answers}"));
                    journal.Clear();
                    snapshot = null;
                    break;
                default:
                    throw new InvalidDataException($"a row of {cells.Length} cells: {cells[0]}");
            }
        }

        return drafts;
    }

    /// <summary>The conversation that the rows of a client lead to today.</summary>
    public static Conversation Recover(EventSerializer serializer, IEnumerable<StoredRow> journal, StoredRow? snapshot)
    {
        var begun = snapshot is null
            ? Conversation.New
            : ((ConversationSnapshot)serializer.FromBinary(snapshot.Json, snapshot.Manifest)).Restore();
        return journal
            .Where(row => !row.IsDeleted && row.Number > (snapshot?.Number ?? 0))
            .Select(row => (ConversationEvent)serializer.FromBinary(row.Json, row.Manifest))
            .Aggregate(begun, (conversation, happened) => conversation.Evolve(happened));
    }

    /// <summary>A state in the words of the fixture.</summary>
    public static string Describe(Conversation conversation)
    {
        var (form, answers) = conversation.Form switch
        {
            Form.Asking asking => (
                $"asking|{asking.FormId}|{NameOf(asking.Question.Id)}|{asking.ForReview}|{asking.Revision}", asking.Answers.Current),
            Form.Reviewing review => ($"reviewing|{review.FormId}|{review.Revision}", review.Answers.Current),
            Form.Submitting sent => ($"submitting|{sent.SubmissionId}|{sent.Username}|{sent.At:O}", sent.Answers.Given),
            Form.Accepted accepted => ($"accepted|{accepted.SubmissionId}|{accepted.TicketId}", []),
            Form.Cancelled => ("cancelled", []),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is at none of the steps"),
        };
        var words = answers.Select(answer => $"{NameOf(answer.Id)}={answer.Value.Replace("\n", "\\n", StringComparison.Ordinal)}");
        return $"{form}\t{conversation.LastUpdate}\t{string.Join('|', words)}";
    }

    public static async Task StoreAsync(TestDatabase database, IEnumerable<StoredDraft> drafts)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using (var rows = await connection.BeginBinaryImportAsync(
            "copy akka.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) from stdin "
                + "(format binary)"))
        {
            foreach (var (draft, row) in drafts.SelectMany(draft => draft.Journal.Select(row => (draft, row))))
            {
                await rows.WriteRowAsync(
                    CancellationToken.None, 1L, row.IsDeleted, draft.PersistenceId, row.Number, row.Json, row.Manifest, 4_950, "writer");
            }

            await rows.CompleteAsync();
        }

        await using var snapshots = await connection.BeginBinaryImportAsync(
            "copy akka.snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) from stdin (format binary)");
        foreach (var draft in drafts)
        {
            if (draft.Snapshot is { } row)
                await snapshots.WriteRowAsync(CancellationToken.None, draft.PersistenceId, row.Number, 1L, row.Json, row.Manifest, 4_950);
        }

        await snapshots.CompleteAsync();
    }

    private static string NameOf(string id) => Names[SixQuestions.InOrder.Index().First(question => question.Item.Id == id).Index];

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines()
    {
        using var file = typeof(DraftsOfSixQuestions).Assembly.GetManifestResourceStream("drafts-of-six-questions.gz")!;
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var lines = new StreamReader(unpacked, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
            yield return line;
    }
}

/// <param name="IsDeleted">Whether the row only keeps the number.</param>
internal sealed record StoredRow(long Number, bool IsDeleted, string Manifest, byte[] Json);

/// <param name="State">As the version itself read its rows.</param>
internal sealed record StoredDraft(
    int Number, string PersistenceId, IReadOnlyList<StoredRow> Journal, StoredRow? Snapshot, string State)
{
    public int Step => Number % DraftsOfSixQuestions.Steps;

    /// <summary>The answers that the client had given.</summary>
    public IReadOnlyList<string> Values =>
        [.. State.Split('\t')[2].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(answer => answer.Split('=', 2)[1])];
}
