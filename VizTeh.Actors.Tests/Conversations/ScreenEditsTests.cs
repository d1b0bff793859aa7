using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The edits of used messages in one chat follow each other.</summary>
public sealed class ScreenEditsTests
{
    private readonly List<(long Chat, long Message, string? Html)> _begun = [];
    private readonly Queue<TaskCompletionSource> _open = new();
    private readonly ScreenEdits _edits;

    public ScreenEditsTests()
    {
        // What follows an edit runs as soon as it is finished.
        SynchronizationContext.SetSynchronizationContext(null);
        _edits = new ScreenEdits((chat, message, content) =>
        {
            _begun.Add((chat, message, content.Html));
            var edit = new TaskCompletionSource();
            _open.Enqueue(edit);
            return edit.Task;
        });
    }

    [Fact]
    public void An_edit_waits_for_the_one_before_it_and_only_the_newest_of_a_message_is_made()
    {
        Mark(1, 5, "✓ Стелы");
        Mark(1, 5, "✓ Знаки");
        Mark(1, 6, "✓ Тверь");
        Mark(1, 5, null);
        Assert.Equal([(1, 5, "✓ Стелы")], _begun);

        FinishAll();

        Assert.Equal([(1, 5, "✓ Стелы"), (1, 5, null), (1, 6, "✓ Тверь")], _begun);
    }

    [Fact]
    public void Other_chats_do_not_wait()
    {
        Mark(1, 5, "✓ Стелы");
        Mark(2, 5, "✓ Знаки");

        Assert.Equal([(1, 5, "✓ Стелы"), (2, 5, "✓ Знаки")], _begun);
    }

    [Fact]
    public void Other_messages_lose_their_buttons_after_the_answered_one()
    {
        _edits.Add(1, new UsedUp(7, new UsedMessage("✓ Отправить"), [5, 6]));

        FinishAll();

        Assert.Equal([(1, 7, "✓ Отправить"), (1, 5, null), (1, 6, null)], _begun);
    }

    [Fact]
    public void After_a_pause_the_next_edit_is_made_at_once()
    {
        Mark(1, 5, "✓ Стелы");
        FinishAll();

        Mark(1, 5, "✓ Знаки");

        Assert.Equal(2, _begun.Count);
    }

    private void Mark(long chat, long message, string? html) => _edits.Add(chat, new UsedUp(message, new UsedMessage(html), []));

    private void FinishAll()
    {
        while (_open.TryDequeue(out var edit))
            edit.SetResult();
    }
}
