using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Settings;

/// <summary>What a client has to consent to before a form: section <c>vizteh.consent</c> of hocon.conf.</summary>
/// <param name="Version">As the firm names it: 1 to <see cref="LongestVersion"/> characters.</param>
/// <param name="Html">The whole text, in Telegram's HTML subset; with the labels of the form's questions, so it changes with them.</param>
public sealed record ConsentTerms(string Version, string Html)
{
    public const int LongestVersion = 32;

    /// <summary>The text as a person sees it.</summary>
    public string Text { get; } = CaptionHtml.ToPlainText(Html);

    /// <inheritdoc cref="Consent.TextHash"/>
    public string TextHash { get; } = Consent.HashOf(CaptionHtml.ToPlainText(Html));

    /// <inheritdoc cref="Consent.KeyOf"/>
    public string Key => Consent.KeyOf(Version, TextHash);

    /// <summary>Whether a consent is one to this version and to this text.</summary>
    public bool AreMetBy(Consent? consent) => consent is not null && consent.Version == Version && consent.TextHash == TextHash;
}
