using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Replies to a photo with the file id that the setting PHOTO_ID needs.</summary>
internal sealed class PhotoIdCommand(BotSettings settings) : IManagerCommand
{
    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "photoid";

    public string MenuLine => _texts[ManagerPhrases.MenuPhotoId];

    public string HelpLine => _texts[ManagerPhrases.HelpPhotoId];

    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Message>>([new Message(call.PhotoFileId is { } fileId
            ? _texts.With(ManagerPhrases.PhotoId, ("file-id", fileId))
            : _texts[ManagerPhrases.PhotoWanted])]);
}
