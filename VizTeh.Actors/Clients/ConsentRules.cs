using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// The consent to the processing of personal data: asked for before a form is begun, unless the client has given it to this version and
/// this text. A form in progress is never interrupted for it. What the client sends to the question otherwise is not stored. Pure.
/// </summary>
internal static class ConsentRules
{
    /// <summary>The decision; the question for consent in its place when it begins a form that needs one.</summary>
    public static Decision BeforeForm(Decision decision, ClientConsent consent, FormContext context) =>
        decision.Event is ConversationEvent.Started { Consent: null } started && context.Company.Consent is { } terms
            ? terms.AreMetBy(consent.Given)
                ? decision with { Event = started with { IsUnderEarlierConsent = true } }
                : Asked(terms, context) with { Used = decision.Used }
            : decision;

    /// <summary>Whether the client's next message answers the question.</summary>
    public static bool IsOpen(Form form, ClientConsent consent) => consent.Asked is not null && form is not (Form.Draft or Form.Submitting);

    /// <summary>The client pressed a button of the question, whenever that was asked.</summary>
    /// <returns>Null for any other input, and for what is answered as without a question.</returns>
    public static Decision? OfPress(Form form, ClientConsent consent, KeptMessages kept, ClientUpdate update, FormContext context)
    {
        if (update.Input is not ClientInput.Press(_, var data, var messageId) || ConsentButton.Parse(data) is not { } button)
            return null;
        return form switch
        {
            Form.Submitting => null,
            Form.Draft when button.Agrees && consent.Given is not null =>
                new(null, [], context.Texts[ConsentPhrases.ToastGiven], FormRules.NoButtons),
            Form.Draft draft => FormRules.Again(
                draft, context.Texts[consent.Given is null ? Phrases.Unfinished : ConsentPhrases.Given], context) with
            {
                Used = FormRules.NoButtons,
            },
            _ when button.Agrees => Agreed(form, consent, kept, button.Key, button.MessageId ?? messageId, context),
            _ when consent.Asked is not null => Refused(context),
            _ => FormRules.Menu(
                context.Texts[consent.Given is null ? ConsentPhrases.Refused : ConsentPhrases.Given], context) with
            {
                Used = FormRules.NoButtons,
            },
        };
    }

    /// <summary>
    /// In the middle of a form the client typed what stands on a button of the question, which a crash may have put on the screen twice: it
    /// answers no question of the form.
    /// </summary>
    /// <returns>Null for any other input.</returns>
    public static Decision? OfWordsInForm(Form.Draft draft, ClientConsent consent, ClientInput input, FormContext context) =>
        consent.Given is not null && input is ClientInput.Text(var typed)
        && (context.Texts.IsLabel(Labels.Agree, typed) || context.Texts.IsLabel(Labels.Disagree, typed))
            ? FormRules.Again(draft, context.Texts[ConsentPhrases.Given], context)
            : null;

    /// <summary>Any other input while the question is open. Words and files are not stored.</summary>
    /// <param name="question">The message with the text, if it is known and was sent once only; else null.</param>
    /// <returns>Null for an input that is answered as without the question.</returns>
    public static Decision? WhileOpen(
        Form form, ClientConsent consent, KeptMessages kept, ClientUpdate update, SaidMessage? question, FormContext context)
    {
        // The firm may have switched the question off since it was asked.
        if (!IsOpen(form, consent) || context.Company.Consent is not { } terms || update.Input is ClientInput.Press)
            return null;
        if (update.Input is ClientInput.Edited)
            return FormRules.Silence;
        if (update.Input is ClientInput.Text(var typed) && context.Texts.Named(ButtonPlace.Consent, typed) is { } label)
        {
            return label == Labels.Agree
                ? Agreed(form, consent, kept, consent.Asked!.Key, question?.Id, context)
                : Refused(context);
        }

        // The firm has gone back to the text that the client agreed to before.
        if (terms.AreMetBy(consent.Given))
            return null;
        var shown = consent.Asked!.Key == terms.Key ? question?.Id : null;
        return ClientIntent.Of(update.Input, context.Texts) switch
        {
            ClientIntent.Start => new(
                null,
                [FormPrompt.Say(context.Texts[ConsentPhrases.Waits], context.Menu), Question(terms, context)]),
            ClientIntent.Cancel => Refused(context),
            ClientIntent.Help =>
                Again(terms, shown, FormPrompt.Say(context.Texts.Help(), context.Menu), context),
            ClientIntent.AboutCompany => Again(terms, shown, new Reply.ShowCompany(context.Menu), context),
            ClientIntent.UnknownCommand => Again(
                terms, shown, FormPrompt.Say(context.Texts.UnknownCommand(), context.Menu), context),
            ClientIntent.Text or ClientIntent.Contact or ClientIntent.File or ClientIntent.Unsupported or ClientIntent.Back =>
                NotTaken(terms, shown, context),
            _ => null,
        };
    }

    /// <summary>What the newest event said, for a repeat after a crash; null when it was none of these.</summary>
    public static IReadOnlyList<Reply>? PromptOf(ClientConsent consent, long? lastUpdate, CompanySettings company)
    {
        if (consent.RefusedBy is { } refused && refused == lastUpdate)
            return [FormPrompt.Say(company.Texts[ConsentPhrases.Refused], FormKeyboard.MainMenu(company.Texts))];
        if (consent.Asked is not { } asked || asked.UpdateId != lastUpdate)
            return null;
        return company.Consent is { } terms
            ? [Question(terms, company.Texts)]
            : [FormPrompt.Say(company.Texts[Phrases.WhatNow], FormKeyboard.MainMenu(company.Texts))];
    }

    /// <param name="key">Names the text that was agreed to.</param>
    /// <param name="shown">The message that shows it; null when that is not known.</param>
    private static Decision? Agreed(
        Form form, ClientConsent consent, KeptMessages kept, string key, long? shown, FormContext context)
    {
        if (context.Company.Consent is not { } terms)
        {
            return consent.Asked is { } asked && asked.Key == key && shown is { } message
                ? Begun(form, kept, asked.Version, asked.TextHash, message, context)
                : null;
        }

        // The question may have been about another text, and the firm has gone back to the one that was agreed to before.
        if (terms.AreMetBy(consent.Given) && consent.Asked is not null)
            return FormRules.Begun(form, context, NoteFor(kept, context)) with { Used = FormRules.NoButtons };

        if (terms.AreMetBy(consent.Given))
        {
            return FormRules.Menu(context.Texts[ConsentPhrases.Given], context, context.Texts[ConsentPhrases.ToastGiven]) with
            {
                Used = FormRules.NoButtons,
            };
        }

        if (key != terms.Key)
            return Asked(terms, context, ConsentPhrases.Changed) with { Used = FormRules.NoButtons };
        return shown is { } known
            ? Begun(form, kept, terms.Version, terms.TextHash, known, context)
            : Asked(terms, context, ConsentPhrases.PressButton);
    }

    private static Decision Begun(Form form, KeptMessages kept, string version, string textHash, long shown, FormContext context)
    {
        var begun = FormRules.Begun(form, context, NoteFor(kept, context));
        return begun with
        {
            Event = ((ConversationEvent.Started)begun.Event!) with { Consent = new Consent(version, textHash, context.At, shown) },
            // The message with the text stays as it was shown.
            Used = FormRules.NoButtons,
        };
    }

    private static string NoteFor(KeptMessages kept, FormContext context) =>
        context.Texts[kept.IsEmpty ? ConsentPhrases.Thanks : Phrases.BeginWithKept];

    private static Decision Refused(FormContext context) =>
        FormRules.Menu(context.Texts[ConsentPhrases.Refused], context) with
        {
            Event = new ConversationEvent.ConsentRefused(context.UpdateId, context.At),
            Used = FormRules.NoButtons,
        };

    // A note is a message of its own: that with the text holds nothing else.
    private static Decision Asked(ConsentTerms terms, FormContext context, Phrase? note = null) => new(
        new ConversationEvent.ConsentAsked(context.UpdateId, context.At, terms.Version, terms.TextHash),
        [
            .. note is null ? [] : new[] { FormPrompt.Say(context.Texts[note], context.Menu) },
            Question(terms, context),
        ]);

    private static Decision NotTaken(ConsentTerms terms, long? shown, FormContext context) => shown is null
        ? Asked(terms, context, ConsentPhrases.First)
        : new(null, [new Reply.Say(new Message(context.Texts[ConsentPhrases.First], Buttons(terms, context.Texts, shown)))]);

    private static Decision Again(ConsentTerms terms, long? shown, Reply first, FormContext context) => new(
        null,
        [
            first,
            shown is null
                ? Question(terms, context)
                : new Reply.Say(new Message(context.Texts[ConsentPhrases.Waits], Buttons(terms, context.Texts, shown))),
        ]);

    private static Reply.Say Question(ConsentTerms terms, FormContext context) => Question(terms, context.Texts);

    private static Reply.Say Question(ConsentTerms terms, FirmTexts texts) =>
        new Reply.Say(new Message(terms.Html, Buttons(terms, texts, shown: null)));

    private static Keyboard.Inline Buttons(ConsentTerms terms, FirmTexts texts, long? shown) => new(
    [
        [new InlineButton(texts[Labels.Agree], new ConsentButton(terms.Key, Agrees: true, shown).ToData())],
        [new InlineButton(texts[Labels.Disagree], new ConsentButton(terms.Key, Agrees: false, shown).ToData())],
    ]);
}
