using VizTeh.Actors.Database;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>
/// The photo of «О компании»: replies to a photo with the file id that the setting PHOTO_ID needs, or stores the photo itself, with a word
/// after the command, so that no photo is shown to clients by mistake.
/// </summary>
internal sealed class PhotoIdCommand(BotSettings settings, CompanyPhoto photo) : IManagerCommand
{
    private const string Save = "сохранить";
    private const string Remove = "удалить";

    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "photoid";

    public string MenuLine => _texts[ManagerPhrases.MenuPhotoId];

    public string HelpLine => _texts[ManagerPhrases.HelpPhotoId];

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        [new Message((call.Arguments.ToLowerInvariant(), call.PhotoFileId) switch
        {
            (Save, { } fileId) => await SaveAsync(fileId, call.Actor.Id, cancellationToken),
            (Remove, _) => await RemoveAsync(cancellationToken),
            ("", { } fileId) => _texts.With(ManagerPhrases.PhotoId, ("file-id", fileId)),
            _ => _texts[ManagerPhrases.PhotoWanted],
        })];

    private async Task<string> SaveAsync(string fileId, long managerId, CancellationToken cancellationToken)
    {
        await photo.SaveAsync(fileId, managerId, cancellationToken);
        return _texts[settings.PhotoId is null ? ManagerPhrases.PhotoSaved : ManagerPhrases.PhotoSavedBehindSetting];
    }

    private async Task<string> RemoveAsync(CancellationToken cancellationToken)
    {
        await photo.RemoveAsync(cancellationToken);
        return _texts[settings.PhotoId is null ? ManagerPhrases.PhotoRemoved : ManagerPhrases.PhotoRemovedBehindSetting];
    }
}
