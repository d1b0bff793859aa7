using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

public sealed class SentSoFarTests
{
    private static readonly Decision Refusal = new(null, [FormPrompt.Say("Это мы пока не записали.")]);

    private readonly SentSoFar _sent = new();

    [Fact]
    public void An_album_that_is_not_taken_is_answered_once()
    {
        Assert.Equal(Refusal, Said(Part(1, "a")));
        Assert.Equal(FormRules.Silence, Said(Part(2, "a")));
        Assert.Equal(FormRules.Silence, Said(Part(3, "a")));

        Assert.Equal(Refusal, Said(Part(4, "b")));
        Assert.Equal(Refusal, Said(Part(5, null)));
        Assert.Equal(Refusal, Said(Part(6, null)));
    }

    [Fact]
    public void A_part_that_is_taken_is_never_passed_over()
    {
        Said(Part(1, "a"));
        var kept = Refusal with { Event = new ConversationEvent.ConsentRefused(2, DateTimeOffset.UnixEpoch) };

        Assert.Equal(kept, _sent.WithoutRepeats(kept, Part(2, "a"), ShippedForm.Texts));
    }

    private Decision Said(ClientUpdate update)
    {
        var decision = _sent.WithoutRepeats(Refusal, update, ShippedForm.Texts);
        if (decision.Replies.Count > 0)
            _sent.Add(update, decision.Replies, last: null, putsQuestion: false);
        return decision;
    }

    private static ClientUpdate Part(long id, string? album) => new(
        id, 7, null, new ClientInput.File(new Attachment(AttachmentKind.Photo, $"f{id}", $"u{id}")) { AlbumId = album });
}
