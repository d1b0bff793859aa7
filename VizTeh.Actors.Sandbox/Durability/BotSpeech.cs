using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What a message of the bot asks or tells, as a client reads it.</summary>
/// <param name="Word">A word by which it is known; questions with the same id but another kind have words of their own.</param>
internal sealed record Speech(string Name, string Word)
{
    public static readonly Speech Review = new(nameof(Review), FormScript.Review);
    public static readonly Speech WhatToChange = new(nameof(WhatToChange), "Что поправить?");
    public static readonly Speech Accepted = new(nameof(Accepted), "принята");
    public static readonly Speech FileAdded = new(nameof(FileAdded), "Добавлено.");
    public static readonly Speech Added = new(nameof(Added), "Добавили к заявке");
    public static readonly Speech Corrected = new(nameof(Corrected), "Исправили в заявке №");
    public static readonly Speech OfferOne = new(nameof(OfferOne), "Добавить к заявке №");
    public static readonly Speech OfferMany = new(nameof(OfferMany), "К какой заявке это добавить?");
    public static readonly Speech OfferClosed = new(nameof(OfferClosed), "уже закрыта. Открыть её снова?");

    /// <summary>The question which ticket belongs to what was written outside a form.</summary>
    public static readonly ImmutableArray<Speech> Offers = [OfferOne, OfferMany, OfferClosed];

    /// <summary>The question for consent, which its title tells apart.</summary>
    public static readonly Speech Consent = new(nameof(Consent), "Согласие на обработку персональных данных");

    public static readonly Speech ConsentRefused = new(nameof(ConsentRefused), "ничего не сохранили");
    public static readonly Speech EraseFirst = new(nameof(EraseFirst), "Удалить все ваши данные?");
    public static readonly Speech EraseSecond = new(nameof(EraseSecond), "Точно удалить?");
    public static readonly Speech Erased = new(nameof(Erased), "Ваши данные удалены");
    public static readonly Speech Cancelled = new(nameof(Cancelled), "Заявка отменена");
    public static readonly Speech Other = new(nameof(Other), "");

    /// <summary>The questions of the form as shipped, in the order they are asked.</summary>
    public static readonly ImmutableArray<Speech> Questions = [.. FormScript.Questions.Select(Of)];

    /// <summary>Of a question of a form; null of anything else.</summary>
    public ScriptedQuestion? Question { get; private init; }

    /// <summary>Whether it asks for something: a question of the form, or the review.</summary>
    public bool IsQuestion => Question is not null || this == Review;

    /// <param name="question">Null for the review.</param>
    public static Speech Of(ScriptedQuestion? question) =>
        question is null ? Review : new(question.Label, question.KeyWord) { Question = question };

    // A question is the same in all forms that ask it alike, whether it can be skipped there or not.
    public bool Equals(Speech? other) => other is not null && Word == other.Word;

    public override int GetHashCode() => Word.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}

/// <summary>Tells what the bot says by the words in it.</summary>
/// <param name="forms">Those whose questions it may ask.</param>
internal sealed class BotSpeech(IEnumerable<ScriptedForm> forms)
{
    /// <summary>A word of «О компании».</summary>
    public const string AboutCompany = "контрактов";

    // Of the reminder of an unfinished form, which answers nothing that the client did.
    private const string Reminder = "Продолжим?";

    // The text of the consent names the questions.
    private readonly ImmutableArray<Speech> _known =
    [
        Speech.Consent,
        Speech.ConsentRefused,
        Speech.Review,
        Speech.WhatToChange,
        Speech.FileAdded,
        Speech.Added,
        Speech.Corrected,
        .. Speech.Offers,
        Speech.EraseFirst,
        Speech.EraseSecond,
        Speech.Erased,
        Speech.Cancelled,
        .. forms.SelectMany(form => form.Questions).Select(Speech.Of).Distinct(),
    ];

    /// <summary>Of the form as shipped.</summary>
    public static BotSpeech Shipped { get; } = new([ScriptedForm.Shipped]);

    /// <summary>Whether it is a notice of what managers did to a ticket, which answers nothing and may come at any time.</summary>
    public static bool IsNotice(ChatMessage message) =>
        message.Text.StartsWith("Мы закрыли заявку №", StringComparison.Ordinal)
        || message.Text.StartsWith("Мы снова открыли заявку №", StringComparison.Ordinal)
        || (message.Text.StartsWith("Заявка №", StringComparison.Ordinal)
            && message.Text.Contains(" уже в работе.", StringComparison.Ordinal));

    public Speech Of(ChatMessage message)
    {
        var text = message.Text;
        if (text.Contains('№', StringComparison.Ordinal) && Has(Speech.Accepted.Word))
            return Speech.Accepted;
        // It is the firm's own text, and may hold a question's key word.
        return Has(AboutCompany) || Has(Reminder) ? Speech.Other : _known.FirstOrDefault(speech => Has(speech.Word)) ?? Speech.Other;

        bool Has(string word) => text.Contains(word, StringComparison.Ordinal);
    }
}
