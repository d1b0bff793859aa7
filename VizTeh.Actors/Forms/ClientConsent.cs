using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The text of a consent that the client was asked for. Stored for ever, like <see cref="ClientConsent"/>.</summary>
/// <param name="UpdateId">The update that was answered with it.</param>
/// <param name="Version">As in <see cref="Consent"/>.</param>
/// <param name="TextHash">As in <see cref="Consent"/>.</param>
public sealed record AskedConsent(long UpdateId, string Version, string TextHash)
{
    /// <inheritdoc cref="Consent.KeyOf"/>
    [JsonIgnore]
    public string Key => Consent.KeyOf(Version, TextHash);
}

/// <summary>
/// How a client stands to the consent that a form needs. Part of the snapshot, and stored for ever: a member may be added, none may be
/// renamed or change its meaning.
/// </summary>
/// <param name="Given">The newest that was given; a refusal of a later text does not withdraw it. Null for none.</param>
/// <param name="Asked">The open question; null when none is open. No form is in progress while one is.</param>
/// <param name="RefusedBy">The update that refused the newest question; null when it was not refused.</param>
public sealed record ClientConsent(Consent? Given = null, AskedConsent? Asked = null, long? RefusedBy = null)
{
    public static ClientConsent None { get; } = new();

    /// <summary>The consent under which the newest form was begun; null when none was needed then.</summary>
    public Consent? OfForm { get; init; }

    /// <summary>The state after an event.</summary>
    public ClientConsent Evolve(ConversationEvent happened) => happened switch
    {
        ConversationEvent.ConsentAsked asked =>
            new(Given, new AskedConsent(asked.UpdateId, asked.Version, asked.TextHash)) { OfForm = OfForm },
        ConversationEvent.ConsentRefused refused => new(Given, RefusedBy: refused.UpdateId),
        ConversationEvent.Started started => new(started.Consent ?? Given)
        {
            OfForm = started.Consent ?? (started.IsUnderEarlierConsent ? Given : null),
        },
        ConversationEvent.Resumed => new(Given) { OfForm = OfForm },
        _ => this,
    };
}
