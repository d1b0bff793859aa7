using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The JSON of a message in column <c>outbox.payload</c>. The names are permanent, since rows of an earlier version are read. New members
/// are optional.
/// </summary>
internal static class MessageJson
{
    private static readonly StoredJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Cyrillic is written unescaped: the JSON is never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <param name="isOfLeftForm"><inheritdoc cref="OwedMessage.Notice.IsOfLeftForm" path="/summary"/></param>
    /// <param name="remindsOf"><inheritdoc cref="OwedMessage.Notice.RemindsOf" path="/summary"/></param>
    public static string Write(Message message, bool isOfLeftForm = false, RemindedForm? remindsOf = null) => JsonSerializer.Serialize(
        // PostgreSQL's text type refuses NUL, which is invisible anyway.
        new StoredMessage(message.Html.Replace("\0", "", StringComparison.Ordinal), ToStored(message.Keyboard), isOfLeftForm, remindsOf),
        Json.StoredMessage);

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static Message Read(string json)
    {
        var stored = Parse(json);
        return new Message(stored.Html, stored.Keyboard is { } keyboard ? FromStored(keyboard) : null);
    }

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static bool IsOfLeftForm(string json) => Parse(json).LeftForm;

    /// <exception cref="JsonException">The JSON is of a later version, or damaged.</exception>
    public static RemindedForm? RemindsOf(string json) => Parse(json).Reminder;

    private static StoredMessage Parse(string json) =>
        JsonSerializer.Deserialize(json, Json.StoredMessage) ?? throw new JsonException("no message", "$", null, null);

    private static StoredKeyboard? ToStored(Keyboard? keyboard) => keyboard switch
    {
        null => null,
        Keyboard.Inline inline => new StoredKeyboard(
            Inline: Each(inline.Rows, button => button.CopiedText is { } text
                ? new StoredButton(button.Label, CopiedText: text)
                : new StoredButton(button.Label, Data: button.Data))),
        Keyboard.Menu menu => new StoredKeyboard(
            Menu: Each(menu.Rows, button => new StoredButton(button.Label, SharesContact: button.SharesContact))),
        Keyboard.Remove => new StoredKeyboard(Remove: true),
        Keyboard.Reply => new StoredKeyboard(Reply: true),
        _ => throw new ArgumentOutOfRangeException(nameof(keyboard), keyboard.GetType(), "an unknown kind of keyboard"),
    };

    private static Keyboard FromStored(StoredKeyboard keyboard) => keyboard switch
    {
        { Inline: { } rows } => new Keyboard.Inline(Each(rows, button => button.CopiedText is { } text
            ? InlineButton.Copying(button.Label, text)
            : new InlineButton(
                button.Label, button.Data ?? throw new JsonException("a button without data", "$.keyboard.inline", null, null)))),
        { Menu: { } rows } => new Keyboard.Menu(Each(rows, button => new MenuButton(button.Label, button.SharesContact))),
        { Remove: true } => new Keyboard.Remove(),
        { Reply: true } => new Keyboard.Reply(),
        _ => throw new JsonException("no keyboard", "$.keyboard", null, null),
    };

    private static IReadOnlyList<IReadOnlyList<TTo>> Each<TFrom, TTo>(IReadOnlyList<IReadOnlyList<TFrom>> rows, Func<TFrom, TTo> button) =>
        [.. rows.Select(row => (IReadOnlyList<TTo>)[.. row.Select(button)])];
}

/// <summary>An unfinished form that its client is reminded of. The names of its members are permanent, like those of the message.</summary>
/// <param name="Form">A ticket made of it has this id as submission id.</param>
/// <param name="Touched">The client's input as of which the reminder was decided: column <c>form_reminders.touched_at</c>.</param>
public sealed record RemindedForm(Guid Form, DateTimeOffset Touched);

/// <param name="LeftForm">Also read by SQL, in <see cref="LeftFormNotices"/>.</param>
/// <param name="Reminder">Also read by SQL, in <see cref="FormReminderNotices"/>.</param>
internal sealed record StoredMessage(
    string Html, StoredKeyboard? Keyboard = null, bool LeftForm = false, RemindedForm? Reminder = null);

/// <summary>Exactly one of the members is set.</summary>
internal sealed record StoredKeyboard(
    IReadOnlyList<IReadOnlyList<StoredButton>>? Inline = null, IReadOnlyList<IReadOnlyList<StoredButton>>? Menu = null,
    bool Remove = false, bool Reply = false);

internal sealed record StoredButton(string Label, string? Data = null, bool SharesContact = false, string? CopiedText = null);

[JsonSerializable(typeof(StoredMessage))]
internal sealed partial class StoredJson : JsonSerializerContext;
