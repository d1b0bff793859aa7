using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Replies to a photo with the file id that the setting PHOTO_ID needs.</summary>
internal sealed class PhotoIdCommand : IManagerCommand
{
    public string Name => "photoid";

    public string MenuLine => "Узнать file_id фотографии (в подписи к фото)";

    public string HelpLine =>
        "чтобы узнать <code>file_id</code> фотографии для настройки PHOTO_ID, пришлите фото с подписью /photoid";

    public Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Message>>([call.PhotoFileId is { } fileId ? Answer(fileId) : WithoutPhoto]);

    private static Message Answer(string fileId) => new(
        $"Вот <code>file_id</code> этой фотографии, впишите его в настройку PHOTO_ID:\n\n<code>{Html.Escape(fileId)}</code>");

    private static Message WithoutPhoto { get; } = new(
        "Пришлите фотографию с подписью /photoid, именно фото, а не файл. В ответ придёт её <code>file_id</code>.");
}
