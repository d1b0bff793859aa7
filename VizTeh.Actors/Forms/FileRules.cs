using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>
/// What a file or a place means to the form: it belongs to the open question, if that takes files, or else to the last answer that does.
/// The further parts of an album go where its first part went, and are not answered.
/// </summary>
internal static class FileRules
{
    // Files beyond the limit that are sent together, in albums or singly, are refused once.
    private static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(10);

    public static Decision Decide(Form.Draft draft, ClientIntent.File sent, FormContext context)
    {
        var part = draft.LastFile is { } last && last.IsContinuedBy(sent.AlbumId) ? last : null;
        if (part is { IsRefused: true })
            return FormRules.Silence;
        if (TargetOf(draft, part?.QuestionId, context.Questions) is not { } question)
            return NotTaken(draft, sent, context);
        var soFar = draft.Answers.SoFar(question);
        return soFar?.Files?.Count >= question.MostFiles
            ? TooMany(draft, question, sent, context)
            : Added(draft, question, soFar, sent, isPart: part is not null, context);
    }

    /// <summary>Without a form in progress: where files can be added, if anywhere.</summary>
    public static Decision WithoutForm(ClientIntent.File sent, FormContext context) => FormRules.Menu(
        context.Questions.Questions.FirstOrDefault(question => question.AcceptsFiles) is { } question
            ? context.Texts.FileWithoutForm(question)
            : context.Texts.Unsupported(sent.AsUnsupported().Kind, context.Texts[Phrases.AwaitsForm]),
        context);

    /// <summary>A file is taken off the answer to the open question; the message with the buttons shows what is left.</summary>
    public static Decision Removed(Form.Asking asking, FormButton.Remove pressed, FormContext context)
    {
        var files = asking.SoFar?.Files ?? [];
        // The file is gone, by an earlier press.
        if (pressed.Place >= files.Count || !pressed.Names(files[pressed.Place]))
            return new(null, [], context.Texts[Phrases.ToastStale], Showing(asking, context));
        var removed = new ConversationEvent.FileRemoved(context.UpdateId, context.At, asking.Question.Id, pressed.Place);
        var after = (Form.Asking)FormEvolution.Evolve(asking, removed);
        return new(removed, [], context.Texts.ToastFileRemoved(files, pressed.Place), Showing(after, context));
    }

    /// <summary>The sentence with which a file was refused, for a repeat after a crash.</summary>
    public static string Remark(Form.Draft draft, NotTakenReason reason, CompanySettings company) =>
        reason == NotTakenReason.TooManyFiles && TargetOf(draft, began: null, company.Form) is { } question
            ? company.Texts.TooManyFiles(question)
            : Refusal(draft, new ClientIntent.Unsupported(Updates.UnsupportedKind.Other, Caption: null), company);

    /// <param name="began">The question to which the first part of the album was added; null for a file that begins.</param>
    private static Question? TargetOf(Form.Draft draft, string? began, FormDefinition form)
    {
        var open = (draft as Form.Asking)?.Question;
        if (began is not null && open?.Id == began)
            return open;
        if (began is not null && form.Find(began) is { } first && draft.Answers.SoFar(first) is not null)
            return first;
        return open is { AcceptsFiles: true }
            ? open
            : form.Applicable(draft.Answers).LastOrDefault(asked => asked.AcceptsFiles && draft.Answers.SoFar(asked) is not null);
    }

    private static Decision Added(
        Form.Draft draft, Question question, Answer? soFar, ClientIntent.File sent, bool isPart, FormContext context)
    {
        var words = sent.Caption is { } caption && !AnswerText.IsBlank(caption)
            ? AnswerReader.Joined(question, soFar?.Value, caption)
            : null;
        var fits = words is null || CodePoints.CountIn(words) <= question.Limit;
        var added = new ConversationEvent.FileAdded(context.UpdateId, context.At, question.Id, sent.Attachment)
        {
            Words = fits ? words : null,
            // An edit of a message that gave only a part of the words cannot correct them.
            MessageId = fits && words is not null && soFar?.Value is null or "" ? context.MessageId : null,
            AlbumId = sent.AlbumId,
            Kind = question.Kind,
        };
        var asking = draft is Form.Asking open && open.Question.Id == question.Id ? open : null;
        var isFull = soFar?.Files?.Count + 1 >= question.MostFiles;
        // The part that fills the answer up says so: the first one could not know.
        if (isPart && fits && (asking is null || !isFull))
            return new(added, [], Used: ShowingReview(draft, added, context));
        var leftOut = fits ? "" : $" {context.Texts.CaptionLeftOut(question)}";
        if (asking is null)
        {
            return FormRules.Happened(draft, added, context, context.Texts.FileAddedTo(question) + leftOut) with
            {
                // The buttons of the review before are stale.
                Used = draft is Form.Reviewing ? FormRules.NoButtons : null,
            };
        }

        var html = context.Texts[isFull ? Phrases.LastFileAdded : Phrases.FileAdded] + leftOut;
        return new(added, [FormPrompt.Say(html, FormKeyboard.ToEnd(asking, context.Texts))]);
    }

    private static Decision TooMany(Form.Draft draft, Question question, ClientIntent.File sent, FormContext context)
    {
        var hasWords = !AnswerText.IsBlank(sent.Caption ?? "");
        if (!hasWords && draft.LastFile is { IsRefused: true } last && context.At - last.At <= LongestBurst)
            return FormRules.Silence;
        var html = context.Texts.TooManyFiles(question) + (hasWords ? $" {context.Texts[Phrases.CaptionNotTaken]}" : "");
        return new(
            Refused(NotTakenReason.TooManyFiles, sent, context),
            draft is Form.Asking asking && asking.Question.Id == question.Id
                ? [FormPrompt.Say(html, FormKeyboard.ToEnd(asking, context.Texts))]
                : FormRules.Again(draft, html, context).Replies);
    }

    // Of an album one part is answered, and the others are known by the event.
    private static Decision NotTaken(Form.Draft draft, ClientIntent.File sent, FormContext context)
    {
        var again = FormRules.Again(draft, Refusal(draft, sent.AsUnsupported(), context.Company), context);
        return sent.AlbumId is null ? again : again with { Event = Refused(NotTakenReason.FileNotTaken, sent, context) };
    }

    private static string Refusal(Form.Draft draft, ClientIntent.Unsupported sent, CompanySettings company) =>
        company.Form.Applicable(draft.Answers).FirstOrDefault(question => question.AcceptsFiles) is { } later
            ? company.Texts.FileTooEarly(later)
            : company.Texts.Unsupported(sent.Kind, company.Texts.Awaited(draft));

    private static ConversationEvent.InputNotTaken Refused(NotTakenReason reason, ClientIntent.File sent, FormContext context) =>
        new(context.UpdateId, context.At, reason) { AlbumId = sent.AlbumId };

    // The review was shown for the first part of the album.
    private static UsedMessage? ShowingReview(Form.Draft draft, ConversationEvent.FileAdded added, FormContext context) =>
        FormEvolution.Evolve(draft, added) is Form.Reviewing review
            ? new UsedMessage(
                FormPrompt.TextOf(review, context.Company), FormPrompt.ButtonsOf(review, context.Company, context.Today))
            : null;

    private static UsedMessage Showing(Form.Asking asking, FormContext context) => new(
        FormPrompt.TextOf(asking, context.Company), FormPrompt.ButtonsOf(asking, context.Company, context.Today));
}
