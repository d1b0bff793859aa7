using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>Folds what happens to the files of a form into the form.</summary>
internal static class FileEvolution
{
    public static Form.Draft After(Form.Draft draft, ConversationEvent.FileAdded added)
    {
        var isPart = draft.LastFile?.IsContinuedBy(added.AlbumId) is true;
        var before = SoFar(draft, added.QuestionId, added.Kind, added);
        var answer = before with
        {
            Files = [.. before.Files ?? [], added.File],
            Value = added.Words ?? before.Value,
            MessageId = added.Words is null ? before.MessageId : added.MessageId,
        };
        return With(draft, before, answer) with
        {
            // The review was shown for the first part of an album, and its buttons stay good.
            Revision = draft.Revision + (isPart ? 0 : 1),
            LastFile = new LastFile(added.UpdateId, added.At, added.QuestionId, added.AlbumId, isPart),
        };
    }

    public static Form.Draft After(Form.Draft draft, ConversationEvent.FileRemoved removed)
    {
        var before = SoFar(draft, removed.QuestionId, kind: null, removed);
        Attachment[] files = [.. (before.Files ?? []).Where((_, place) => place != removed.Place)];
        return With(draft, before, before with { Files = files.Length > 0 ? files : null }) with { Revision = draft.Revision + 1 };
    }

    public static Form.Draft After(Form.Draft draft, ConversationEvent.InputNotTaken notTaken) =>
        notTaken.Reason is NotTakenReason.TooManyFiles or NotTakenReason.FileNotTaken
            ? draft with { LastFile = new LastFile(notTaken.UpdateId, notTaken.At, QuestionId: null, notTaken.AlbumId) }
            : draft;

    private static Form.Draft With(Form.Draft draft, Answer before, Answer answer) => draft with
    {
        Answers = draft.Answers.Current.Contains(before) ? draft.Answers.With(answer) : draft.Answers.WithBegun(answer),
    };

    private static Answer SoFar(Form.Draft draft, string id, QuestionKind? kind, ConversationEvent happened)
    {
        if (draft is Form.Asking { Question: { } open } && open.Id == id)
            return draft.Answers.SoFar(open) ?? new Answer(open, "");
        return draft.Answers.Current.Concat(draft.Answers.Begun)
            .FirstOrDefault(answer => answer.Id == id && (kind is null || answer.Kind == kind))
            ?? throw new InvalidOperationException(
                $"{happened.GetType().Name} of update {happened.UpdateId} cannot happen to an answer that is not given.");
    }
}
