using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>
/// sendMediaGroup: Client::get_input_media, then td's check_message_group_message_contents. Photos and videos may be in one album,
/// documents and audio files only with their like. A refused album sends and stores nothing. The method reads no <c>reply_markup</c>.
/// </summary>
internal static class AlbumMethods
{
    public static MethodResult SendMediaGroup(BotApiState state, RequestParameters parameters)
    {
        var media = Read(state, parameters);
        var (room, placement) = SendMethods.Target(state, parameters);
        if (media.Length == 0)
            throw Refuse.BadRequest("There are no messages to send");
        var prepared = media.Select((medium, index) => Prepare(state, medium, index + 1)).ToArray();
        if (media.Length > ParticipantUploads.AlbumLimit)
            throw Refuse.BadRequest("Too many messages to send as an album");
        var kinds = media.Select(medium => medium.Kind).Distinct().ToArray();
        MessageKind[] unmixed = [.. kinds.Where(kind => kind is MessageKind.Document or MessageKind.Audio)];
        if (kinds.Length > 1 && unmixed is [var alone, ..])
            throw Refuse.BadRequest($"{alone} can't be mixed with other media types");

        // A single medium becomes an ordinary message (MessagesManager::send_message_group), although the documentation asks for two.
        var album = media.Length > 1 ? state.NextCallbackId().ToString(CultureInfo.InvariantCulture) : null;
        SendMethods.CheckTopicIsOpen(room, placement);
        var sent = prepared.Select(content => room.Post(null, content() with { AlbumId = album }, placement)).ToArray();
        return new MethodResult(new JsonArray([.. sent.Select(message => WireJson.Message(state, message))]));
    }

    private static Func<MessageContent> Prepare(BotApiState state, Medium medium, int number)
    {
        try
        {
            return medium.Prepare(state);
        }
        catch (UnsentException unsent)
        {
            throw unsent.InAlbum(number);
        }
    }

    private static Medium[] Read(BotApiState state, RequestParameters parameters)
    {
        if (parameters["media"].Length == 0)
            throw Refuse.BadRequest("Parameter \"media\" is required");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(parameters["media"]);
        }
        catch (JsonException)
        {
            throw Refuse.BadRequest("Can't parse media JSON object");
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(item => Read(state, parameters, item))]
                : throw Refuse.BadRequest("Expected an Array of InputMedia");
        }
    }

    private static Medium Read(BotApiState state, RequestParameters parameters, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw CannotParse("expected an Object");
        var source = Text(item, "caption") ?? "";
        var caption = Caption(state, source, Text(item, "parse_mode") ?? "", item);
        var isPlain = !(Flag(item, "show_caption_above_media") | Flag(item, "has_spoiler"));
        var type = Text(item, "type") ?? throw CannotParse("Can't find field \"type\"");
        var file = NamedFile.OfName(parameters, Text(item, "media") ?? "") ?? throw CannotParse("media not found");
        var thumbnail = Text(item, "thumbnail") ?? "";
        switch (type)
        {
            case "photo" when isPlain:
                return new Medium(MessageKind.Photo, file, caption, source);
            case "video" when isPlain:
                Medium.RefuseThumbnail(parameters, thumbnail);
                return new Medium(MessageKind.Video, file, caption, source);
            case "photo" or "video":
                throw CannotParse("this emulated server shows neither spoilers nor captions above media");
            case "document":
                _ = Flag(item, "disable_content_type_detection");
                Medium.RefuseThumbnail(parameters, thumbnail);
                return new Medium(MessageKind.Document, file, caption, source);
            case "audio":
                Medium.RefuseThumbnail(parameters, thumbnail);
                return new Medium(MessageKind.Audio, file, caption, source);
            case "animation":
                throw CannotParse("type \"animation\" can't be used in sendMediaGroup");
            default:
                throw CannotParse(type == "live_photo"
                    ? "this emulated server sends no albums of type \"live_photo\""
                    : $"type \"{type}\" is unsupported");
        }
    }

    private static FormattedText Caption(BotApiState state, string source, string parseMode, JsonElement item)
    {
        var entities = item.TryGetProperty("caption_entities", out var given) ? given.GetRawText() : "";
        try
        {
            return TextRules.Parse(source, parseMode, entities, state.Chats.HasPerson);
        }
        catch (RefusalException refused) when (refused.Refusal.Code == StatusCodes.Status400BadRequest)
        {
            var reason = refused.Refusal.Description["Bad Request: ".Length..];
            throw CannotParse(char.ToUpperInvariant(reason[0]) + reason[1..]);
        }
    }

    private static string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => StrictText.Of(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw CannotParse($"Field \"{name}\" must be of type String"),
        };
    }

    private static bool Flag(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.False)
            return false;
        return value.ValueKind == JsonValueKind.True ? true : throw CannotParse($"Field \"{name}\" must be of type Boolean");
    }

    private static RefusalException CannotParse(string what) => Refuse.BadRequest("Can't parse InputMedia: " + what);
}
