using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Text;

/// <summary>Reads the `reply_markup` parameter with Telegram's refusals (Client::get_reply_markup and td's ReplyMarkup.cpp).</summary>
internal static class ReplyMarkupParameter
{
    private const int DataByteLimit = 64;
    private const int CopyLimit = 256;
    private const int ButtonsPerRow = 12;
    private const int ButtonsInAll = 300;

    // Documented nowhere; reported for markups of over 10 KB (tginfo/Telegram-Limits, issue 187).
    private const int MarkupByteLimit = 10 * 1024;

    private static readonly string[] InlineActions =
    [
        "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat", "switch_inline_query_current_chat", "login_url",
        "web_app",
    ];

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReplyMarkup? Read(string json)
    {
        if (json.Length == 0)
            return null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Refuse.BadRequest("Can't parse reply keyboard markup JSON object");
        }

        using (document)
            return Read(document.RootElement);
    }

    /// <summary>Checks the rules that depend on the chat, not on the JSON alone; called once the chat is known, as in Telegram.</summary>
    public static void CheckFor(ReplyMarkup? markup, bool isPrivate)
    {
        if (markup is ReplyMarkup.Inline inline)
        {
            foreach (var button in inline.Rows.SelectMany(row => row))
            {
                if (button.Data is { } data && Encoding.UTF8.GetByteCount(data) > DataByteLimit)
                    throw Refuse.BadRequest("BUTTON_DATA_INVALID");
                if (button.CopiedText is { } text && text.EnumerateRunes().Count() is 0 or > CopyLimit)
                    throw Refuse.BadRequest("BUTTON_COPY_TEXT_INVALID");
            }
        }

        if (markup is not ReplyMarkup.Keyboard keyboard || isPrivate)
            return;
        if (keyboard.Rows.Any(row => row.Any(button => button.RequestsContact)))
            throw Refuse.BadRequest("Phone number can be requested in private chats only");
        if (keyboard.Rows.Any(row => row.Any(button => button.RequestsLocation)))
            throw Refuse.BadRequest("Location can be requested in private chats only");
    }

    private static ReplyMarkup? Read(JsonElement markup)
    {
        if (markup.ValueKind != JsonValueKind.Object)
            throw Refuse.BadRequest("Object expected as reply markup");

        var rows = Rows(markup, "keyboard", "Field \"keyboard\" must be an Array of Arrays", MenuButton);
        var inline = new JsonArray();
        var inlineRows = Rows(markup, "inline_keyboard",
            "Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays", InlineButton);
        var selective = Flag(markup, "selective") || Flag(markup, "personal_keyboard");
        var placeholder = OptionalText(markup, "input_field_placeholder");

        if (rows.Length > 0)
        {
            var visible = Limit(rows, button => button.Label);
            return visible.Length == 0
                ? null
                : new ReplyMarkup.Keyboard(visible, Flag(markup, "one_time_keyboard"), selective, placeholder);
        }

        if (inlineRows.Length > 0)
        {
            var visible = Limit(inlineRows, button => button.Button.Label);
            foreach (var row in visible)
                inline.Add(new JsonArray([.. row.Select(button => button.Json.DeepClone())]));
            if (visible.Length == 0)
                return null;
            var json = new JsonObject { ["inline_keyboard"] = inline }.ToJsonString(AsSent);
            return Encoding.UTF8.GetByteCount(json) > MarkupByteLimit
                ? throw Refuse.BadRequest("reply markup is too long")
                : new ReplyMarkup.Inline([.. visible.Select(row => row.Select(button => button.Button).ToImmutableArray())], json);
        }

        if (Flag(markup, "remove_keyboard") || Flag(markup, "hide_keyboard"))
            return new ReplyMarkup.Remove(selective);
        return Flag(markup, "force_reply") || Flag(markup, "force_reply_keyboard") ? new ReplyMarkup.Force(selective, placeholder) : null;
    }

    /// <summary>Buttons without a label and buttons over the limits are dropped silently; so are rows left empty.</summary>
    private static ImmutableArray<ImmutableArray<T>> Limit<T>(ImmutableArray<ImmutableArray<T>> rows, Func<T, string> label)
    {
        var left = ButtonsInAll;
        var limited = ImmutableArray.CreateBuilder<ImmutableArray<T>>();
        foreach (var row in rows)
        {
            var kept = row.Where(button => label(button).Length > 0).Take(Math.Min(ButtonsPerRow, left)).ToImmutableArray();
            left -= kept.Length;
            if (kept.Length > 0)
                limited.Add(kept);
        }

        return limited.ToImmutable();
    }

    private static ImmutableArray<ImmutableArray<T>> Rows<T>(JsonElement markup, string name, string shape, Func<JsonElement, T> read)
    {
        if (!markup.TryGetProperty(name, out var rows) || rows.ValueKind == JsonValueKind.Null)
            return [];
        if (rows.ValueKind != JsonValueKind.Array)
            throw Refuse.BadRequest($"Field \"{name}\" must be of type Array");
        var result = ImmutableArray.CreateBuilder<ImmutableArray<T>>();
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array)
                throw Refuse.BadRequest(shape);
            result.Add([.. row.EnumerateArray().Select(read)]);
        }

        return result.ToImmutable();
    }

    private static MenuButton MenuButton(JsonElement button)
    {
        const string Where = "Can't parse keyboard button: ";
        if (button.ValueKind == JsonValueKind.String)
            return new MenuButton(StrictText.Of(button), false, false);
        if (button.ValueKind != JsonValueKind.Object)
            throw Refuse.BadRequest(Where + "KeyboardButton must be a String or an Object");
        return new MenuButton(RequiredText(button, "text", Where), Flag(button, "request_contact"), Flag(button, "request_location"));
    }

    private static (InlineButton Button, JsonObject Json) InlineButton(JsonElement button)
    {
        const string Where = "Can't parse inline keyboard button: ";
        if (button.ValueKind != JsonValueKind.Object)
            throw Refuse.BadRequest(Where + "InlineKeyboardButton must be an Object");
        var json = new JsonObject { ["text"] = RequiredText(button, "text", Where) };
        var url = OptionalText(button, "url");
        var data = OptionalText(button, "callback_data");
        string? copied = null;
        if (!string.IsNullOrEmpty(url))
        {
            json["url"] = url;
            data = null;
        }
        else if (!string.IsNullOrEmpty(data))
        {
            json["callback_data"] = data;
        }
        else if (button.TryGetProperty("copy_text", out var copy) && copy.ValueKind != JsonValueKind.Null)
        {
            if (copy.ValueKind != JsonValueKind.Object)
                throw Refuse.BadRequest("Field \"copy_text\" must be of type Object");
            copied = RequiredText(copy, "text", Where);
            data = null;
            json["copy_text"] = new JsonObject { ["text"] = copied };
        }
        else
        {
            data = null;
            var action = InlineActions.FirstOrDefault(name => button.TryGetProperty(name, out _))
                ?? throw Refuse.BadRequest(Where + "Text buttons are unallowed in the inline keyboard");
            json[action] = JsonNode.Parse(button.GetProperty(action).GetRawText());
        }

        return (new InlineButton((string)json["text"]!, data, string.IsNullOrEmpty(url) ? null : url, copied), json);
    }

    private static string RequiredText(JsonElement item, string name, string where) =>
        OptionalText(item, name) ?? throw Refuse.BadRequest($"{where}Can't find field \"{name}\"");

    private static string? OptionalText(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => StrictText.Of(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Refuse.BadRequest($"Field \"{name}\" must be of type String"),
        };
    }

    private static bool Flag(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
            return false;
        return value.ValueKind == JsonValueKind.True ? true : throw Refuse.BadRequest($"Field \"{name}\" must be of type Boolean");
    }
}

/// <summary>A JSON string that must be valid Unicode.</summary>
internal static class StrictText
{
    public static string Of(JsonElement value) => Read(() => value.GetString()!);

    public static string NameOf(JsonProperty property) => Read(() => property.Name);

    private static string Read(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            // The reader throws this if an escaped surrogate has no partner, or if the bytes are not UTF-8.
            throw Refuse.NotUtf8();
        }
    }
}
