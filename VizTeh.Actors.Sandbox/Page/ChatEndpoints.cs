using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>The visitor's actions in the chats.</summary>
internal static class ChatEndpoints
{
    /// <summary>Telegram accepts 50 MB; the sandbox needs less.</summary>
    public const int MostUploadBytes = 21 << 20;

    private const int LongestText = 20_000;
    private const int LongestNonce = 64;

    private sealed record NewClient(string? Name);

    private sealed record Text(string? Value, int? ReplyTo);

    private sealed record Correction(int MessageId, string? Value);

    private sealed record MenuPress(string? Label);

    private sealed record ButtonPress(int MessageId, int Row, int Column, string? Nonce);

    private sealed record Thing(string? Kind);

    private sealed record Blocking(bool Blocked);

    public static void Map(RouteGroupBuilder api, SandboxSession session)
    {
        api.MapPost("/clients", (NewClient client) => TypedResults.Ok(new { session.Chats.AddClient(client.Name ?? "").Key }));
        api.MapPost("/chats/{key}/text", (string key, Text text) => In(session, key, chat => Write(chat, text)));
        api.MapPost("/chats/{key}/edit", (string key, Correction edit) => In(session, key, chat => Edit(chat, edit)));
        api.MapPost("/chats/{key}/menu", (string key, MenuPress press) => In(session, key, chat => chat.Seat.PressMenu(press.Label ?? "")));
        api.MapPost("/chats/{key}/press", (string key, ButtonPress press) => In(session, key, chat =>
        {
            if (press.Nonce is not { Length: > 0 and <= LongestNonce } nonce)
                throw new NotPossibleException("Нажатие без номера.");
            chat.Press(press.MessageId, press.Row, press.Column, nonce);
        }));
        api.MapPost("/chats/{key}/thing", (string key, Thing thing) => In(session, key, chat => Send(chat.Seat, thing.Kind)));
        api.MapPost("/chats/{key}/block", (string key, Blocking blocking) => In(session, key, chat =>
        {
            if (chat.Kind == ChatKind.Group)
                throw new NotPossibleException("Бота блокируют в личном чате.");
            if (blocking.Blocked)
                chat.Seat.Block();
            else
                chat.Seat.Unblock();
        }));
        api.MapPost("/chats/{key}/files", (string key, HttpRequest request, CancellationToken cancellationToken) =>
            UploadAsync(session, key, request, cancellationToken));
        api.MapGet("/files/{id}", (string id, HttpResponse response) => FileOf(session, id, response));
    }

    private static NoContent In(SandboxSession session, string key, Action<PageChat> act)
    {
        var chat = session.Chats.Find(key) ?? throw new NotPossibleException("Такого чата нет: обновите страницу.");
        try
        {
            act(chat);
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException)
        {
            throw new NotPossibleException(chat.Seat.HasBlockedTheBot
                ? "Бот заблокирован: сначала разблокируйте его."
                : "Так уже нельзя: чат с тех пор изменился.");
        }

        return TypedResults.NoContent();
    }

    private static void Write(PageChat chat, Text text)
    {
        if (text.Value is not { Length: > 0 and <= LongestText } value || TextRules.IsBlank(TextRules.FromPerson(value).Plain))
            throw new NotPossibleException($"Сообщение: от 1 до {LongestText} символов.");
        chat.Seat.SendText(value, RepliedTo(chat, text.ReplyTo));
    }

    private static void Edit(PageChat chat, Correction edit)
    {
        var value = edit.Value ?? "";
        var text = TextRules.FromPerson(value).Plain;
        if (TextRules.IsBlank(text) || TextRules.CodePoints(text) > TextRules.MessageLimit)
            throw new NotPossibleException($"Сообщение: от 1 до {TextRules.MessageLimit} символов.");
        var message = chat.Seat.Message(edit.MessageId) ?? throw new NotPossibleException("Этого сообщения больше нет.");
        chat.Seat.EditText(message, value);
    }

    private static ChatMessage? RepliedTo(PageChat chat, int? id) => id is { } known ? chat.Seat.Message(known) : null;

    private static void Send(ChatParticipant participant, string? kind)
    {
        _ = kind switch
        {
            "sticker" => participant.SendSticker(),
            "voice" => participant.SendVoice(),
            "video-note" => participant.SendVideoNote(),
            "audio" => participant.SendAudio(),
            "location" => participant.SendLocation(),
            "venue" => participant.SendVenue("Склад", "Тверь, Базовая улица, 1"),
            "contact" => participant.ShareOwnContact(),
            "stranger" => participant.ShareContact("79035550101", 777_000_111, "Семён", "Посторонний"),
            _ => throw new NotPossibleException("Такое песочница отправить не умеет."),
        };
    }

    private static async Task<NoContent> UploadAsync(
        SandboxSession session, string key, HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        var caption = form["caption"].ToString();
        var pictures = new List<Picture>();
        var documents = new List<Attachment>();
        foreach (var file in form.Files)
        {
            using var buffer = new MemoryStream();
            await file.CopyToAsync(buffer, cancellationToken);
            var content = buffer.ToArray();
            if (content.Length == 0)
                throw new NotPossibleException($"Файл {file.FileName} пуст.");
            // The page has re-encoded the picture and sends its size, as Telegram's apps do.
            if (file.Name == "picture" && FileType.Of(content) is not null)
                pictures.Add(new Picture(content, Number("width", pictures.Count), Number("height", pictures.Count)));
            else
                documents.Add(new Attachment(content, NameOf(file), "application/octet-stream"));
        }

        if (caption.Length > TextRules.CaptionLimit)
            throw new NotPossibleException($"Подпись: до {TextRules.CaptionLimit} символов.");
        if (pictures.Count + documents.Count is 0 or > ParticipantUploads.AlbumLimit)
            throw new NotPossibleException($"За один раз отправляют от 1 до {ParticipantUploads.AlbumLimit} файлов.");
        return In(session, key, chat =>
        {
            int? replyTo = int.TryParse(form["replyTo"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            var replied = RepliedTo(chat, replyTo);
            if (pictures.Count > 0)
                chat.Seat.SendPictures(pictures, caption, replied);
            foreach (var document in documents)
            {
                chat.Seat.SendFile(document, pictures.Count == 0 ? caption : null, replied);
                caption = "";
            }
        });

        int Number(string name, int index) =>
            form[name].ElementAtOrDefault(index) is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? Math.Clamp(size, 1, 10_000)
                : 800;
    }

    private static string NameOf(IFormFile file)
    {
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        return name.Length switch
        {
            0 => "file",
            > 100 => name[^100..],
            _ => name,
        };
    }

    private static IResult FileOf(SandboxSession session, string id, HttpResponse response)
    {
        if (session.Stage.Telegram.FileContent(id) is not { } content)
            return TypedResults.NotFound();
        // An uploaded file must never run as a page of this server.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers[HeaderNames.CacheControl] = "private, max-age=3600, immutable";
        if (FileType.Of(content) is { } picture)
            return TypedResults.Bytes(content, picture);
        response.Headers.ContentDisposition = "attachment";
        return TypedResults.Bytes(content, "application/octet-stream");
    }
}
