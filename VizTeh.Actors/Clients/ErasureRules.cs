using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// The erasure of a client's data: asked twice, and then done without fail. An open form stays as it is until then. Pure.
/// </summary>
internal static class ErasureRules
{
    /// <summary>The client wrote the command.</summary>
    /// <param name="isAny">Whether anything is stored about the client.</param>
    public static Decision Requested(Form form, bool isAny, FormContext context)
    {
        if (!isAny)
            return new(null, Said(form, context.Texts[PrivacyPhrases.NothingToErase], context.Company, context.Today));
        var happened = new ConversationEvent.ErasureAsked(context.UpdateId, context.At);
        return new(happened, [new Reply.Say(Question(Erasure.After(null, happened)!, context.Texts))]);
    }

    /// <summary>The client pressed a button of a question, or wrote what stands on it.</summary>
    /// <returns>Null for any other input.</returns>
    public static Decision? OfChoice(Form form, Erasure? erasure, ClientInput input, FormContext context)
    {
        if (ChoiceOf(erasure, input, context.Texts) is not { } button)
            return null;
        if (erasure is null || button.Question != erasure.UpdateId || !Choices(erasure.Stage).Contains(button.Choice))
        {
            return new(
                null, [],
                context.Texts[erasure?.Stage == ErasureStage.Done ? PrivacyPhrases.ToastErased : PrivacyPhrases.ToastErasureGone],
                FormRules.NoButtons);
        }

        var used = new UsedMessage(FormText.Used(TextOf(erasure.Stage, context.Texts), LabelOf(button.Choice, context.Texts)));
        switch (button.Choice)
        {
            case ErasureChoice.Erase:
                var again = new ConversationEvent.ErasureAsked(context.UpdateId, context.At, Again: true);
                return new(again, [new Reply.Say(Question(Erasure.After(null, again)!, context.Texts))], Used: used);
            case ErasureChoice.EraseForGood:
                return new(new ConversationEvent.ErasureConfirmed(context.UpdateId, context.At), [], Used: used);
            default:
                return new(
                    new ConversationEvent.ErasureDeclined(context.UpdateId, context.At),
                    Said(form, context.Texts[PrivacyPhrases.NothingErased], context.Company, context.Today), Used: used);
        }
    }

    /// <summary>What the newest event said, for a repeat after a crash; null when it was about something else.</summary>
    public static IReadOnlyList<Reply>? PromptOf(Form form, Erasure? erasure, CompanySettings company, DateOnly today) => erasure switch
    {
        { Stage: ErasureStage.Asked or ErasureStage.AskedAgain } => [new Reply.Say(Question(erasure, company.Texts))],
        { Stage: ErasureStage.Declined } => Said(form, company.Texts[PrivacyPhrases.NothingErased], company, today),
        // Said when it is done.
        { Stage: ErasureStage.Confirmed } => [],
        { Stage: ErasureStage.Done } => Done(company.Texts),
        _ => null,
    };

    public static IReadOnlyList<Reply> Done(FirmTexts texts) =>
        [FormPrompt.Say(texts[PrivacyPhrases.Erased], FormKeyboard.MainMenu(texts))];

    private static IReadOnlyList<Reply> Said(Form form, string note, CompanySettings company, DateOnly today) => form is Form.Draft draft
        ? FormPrompt.Of(draft, company, today, note, menuOnScreen: true)
        : [FormPrompt.Say(note, FormKeyboard.MainMenu(company.Texts))];

    private static Message Question(Erasure erasure, FirmTexts texts) => new(
        TextOf(erasure.Stage, texts),
        new Keyboard.Inline([.. Choices(erasure.Stage).Select(choice => new[]
        {
            new InlineButton(LabelOf(choice, texts), new ErasureButton(erasure.UpdateId, choice).ToData()),
        })]));

    private static string TextOf(ErasureStage stage, FirmTexts texts) =>
        texts[stage == ErasureStage.Asked ? PrivacyPhrases.EraseFirst : PrivacyPhrases.EraseSecond];

    private static string LabelOf(ErasureChoice choice, FirmTexts texts) => texts[choice switch
    {
        ErasureChoice.Erase => PrivacyPhrases.Erase,
        ErasureChoice.EraseForGood => PrivacyPhrases.EraseForGood,
        _ => PrivacyPhrases.Keep,
    }];

    private static ErasureChoice[] Choices(ErasureStage stage) => stage switch
    {
        ErasureStage.Asked => [ErasureChoice.Erase, ErasureChoice.Keep],
        ErasureStage.AskedAgain => [ErasureChoice.EraseForGood, ErasureChoice.Keep],
        _ => [],
    };

    private static ErasureButton? ChoiceOf(Erasure? erasure, ClientInput input, FirmTexts texts) => input switch
    {
        ClientInput.Press(_, var data, _) => ErasureButton.Parse(data),
        ClientInput.Text(var typed) when erasure is not null && Choices(erasure.Stage) is { Length: > 0 } choices
            && Array.FindIndex(choices, choice => AnswerText.SameLabel(typed, LabelOf(choice, texts))) is >= 0 and var place =>
            new(erasure.UpdateId, choices[place]),
        _ => null,
    };
}
