using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The meaning of an input, independent of the form's state.</summary>
internal abstract record ClientIntent
{
    private ClientIntent()
    {
    }

    /// <param name="Payload">The payload of the link by which the client came; null for none, and for one that no link can have.</param>
    public sealed record Start(string? Payload = null) : ClientIntent;

    public sealed record Help : ClientIntent;

    public sealed record UnknownCommand : ClientIntent;

    /// <summary>Send what is stored about the client.</summary>
    public sealed record MyData : ClientIntent;

    /// <summary>Erase what is stored about the client.</summary>
    public sealed record Forget : ClientIntent;

    public sealed record NewForm : ClientIntent;

    public sealed record AboutCompany : ClientIntent;

    /// <summary>«Мои заявки»: it is decided with the client's tickets, apart from the form.</summary>
    public sealed record OwnTickets : ClientIntent;

    public sealed record Back : ClientIntent;

    public sealed record Cancel : ClientIntent;

    /// <summary>Take the cancelled form up again.</summary>
    public sealed record Resume : ClientIntent;

    /// <summary>Any other typed text.</summary>
    public sealed record Text(string Typed) : ClientIntent;

    /// <param name="IsOwn">Whether Telegram says that the contact is the client's own account.</param>
    public sealed record Contact(string PhoneNumber, bool IsOwn) : ClientIntent;

    /// <param name="Button">Null when the form did not make the data.</param>
    public sealed record Press(FormButton? Button) : ClientIntent;

    /// <param name="Caption">The words under it; null for none.</param>
    /// <param name="AlbumId">The album that it is a part of; null for none.</param>
    public sealed record File(Attachment Attachment, string? Caption, string? AlbumId) : ClientIntent
    {
        /// <summary>As it is taken where no file is.</summary>
        public Unsupported AsUnsupported() => new(
            Attachment.Kind switch
            {
                AttachmentKind.Photo => UnsupportedKind.Photo,
                AttachmentKind.Video or AttachmentKind.VideoNote => UnsupportedKind.Video,
                AttachmentKind.Voice => UnsupportedKind.Voice,
                AttachmentKind.Document or AttachmentKind.Animation => UnsupportedKind.Document,
                AttachmentKind.Location or AttachmentKind.Venue => UnsupportedKind.Location,
                _ => UnsupportedKind.Other,
            },
            Caption);
    }

    /// <param name="Caption">The words under a file; null for none.</param>
    public sealed record Unsupported(UnsupportedKind Kind, string? Caption) : ClientIntent;

    public static ClientIntent Of(ClientInput input, FirmTexts texts) => input switch
    {
        ClientInput.Text(var typed) => OfText(typed, texts),
        ClientInput.Contact(var number, var isOwn) => new Contact(number, isOwn),
        ClientInput.Press(_, var data, _) => new Press(FormButton.Parse(data)),
        ClientInput.File file => new File(file.Attachment, file.Caption, file.AlbumId),
        ClientInput.Unsupported unsupported => new Unsupported(unsupported.Kind, unsupported.Caption),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input.GetType().Name, "Not an input that the form knows."),
    };

    // The menu's buttons arrive as text messages.
    private static ClientIntent OfText(string typed, FirmTexts texts)
    {
        var line = AnswerText.SingleLine(typed);
        if (WrittenCommand.Read(line) is { Name: [var first, ..] } command && (char.IsLetterOrDigit(first) || first == '_'))
            return OfCommand(command, texts);

        return Synonyms.IntentOf(line, texts) ?? new Text(typed);
    }

    // "/start@bot abc": a private chat has no other bot to name.
    private static ClientIntent OfCommand(WrittenCommand command, FirmTexts texts)
    {
        var called = ClientCommands.Find(command.Name, texts);
        return called?.Intent switch
        {
            null => new UnknownCommand(),
            Start when StartPayload.IsValid(command.Arguments) => new Start(command.Arguments),
            var intent => intent,
        };
    }
}
