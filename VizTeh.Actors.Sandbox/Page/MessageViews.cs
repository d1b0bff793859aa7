using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

/// <summary>Messages, calls and chats as the page shows them.</summary>
internal static class MessageViews
{
    private const int LongestQuote = 120;
    private const int LongestParameters = 1_500;
    private const int LongestResult = 300;

    public static MessageView Of(ChatMessage message, ChatParticipant participant)
    {
        return new MessageView(
            message.Id, message.Author == participant.Person, message.FromBot, NameOf(message), message.Date.ToUnixTimeMilliseconds(),
            message.EditCount > 0, Word(message.Kind), message.Text,
            message.Entities.IsEmpty ? null : [.. message.Entities.Select(EntityOf)], MediaOf(message), ButtonsOf(message),
            message.ReplyTo is { IsDeleted: false } replied ? new ReplyView(replied.Id, NameOf(replied), Quote(replied)) : null,
            message.UpdateId, message.Content.AlbumId, message.Reaction);
    }

    public static ChatHead HeadOf(PageChat chat, DateTimeOffset now)
    {
        var participant = chat.Seat;
        return new ChatHead(
            Word(chat.Kind), chat.Title, About(chat), participant.ChatId, participant.Person.ToString(), participant.HasBlockedTheBot,
            participant.Description,
            participant.Menu is { } menu
                ? new MenuView(
                    [.. menu.Rows.Select(row => row.Select(button => new MenuButtonView(
                        button.Label, button.RequestsContact ? "contact" : button.RequestsLocation ? "location" : null)).ToArray())],
                    menu.Placeholder)
                : null,
            [.. participant.Commands.Select(command => new CommandView(command.Command, command.Description))],
            [.. chat.Presses(now).Select(PressOf)]);
    }

    /// <param name="node">See <see cref="CallView"/>.</param>
    public static CallView Of(RecordedCall call, int? node)
    {
        var result = call switch
        {
            { Succeeded: true, Fault: null } => "",
            { Response: { } response } => Description(response),
            _ => "соединение оборвано",
        };
        return new CallView(
            call.Number, call.Method, call.ChatId, call.HttpStatus, Cut(result, LongestResult),
            call.Fault is { } fault ? Word(fault) : null, call.When.ToUnixTimeMilliseconds(),
            Cut(call.Parameters.ToJsonString(PageCursor.Json), LongestParameters), node);
    }

    private static string About(PageChat chat) => chat.Kind switch
    {
        ChatKind.Client => chat.Seat.Person.Username is { } username ? $"клиент · @{username}" : "клиент · без @имени",
        ChatKind.Manager => "менеджер · личный чат",
        _ => $"группа менеджеров · вы {chat.Seat.Person.FirstName}",
    };

    private static PressView PressOf(PagePress press)
    {
        if (!press.Press.IsAnswered)
            return new PressView(press.Nonce, press.MessageId, press.Row, press.Column, false, null, null, null);
        var answer = press.Press.Answered.Task.Result;
        return new PressView(press.Nonce, press.MessageId, press.Row, press.Column, true, answer.Text, answer.ShowAlert, answer.Url);
    }

    private static EntityView EntityOf(TextEntity entity) => new(entity.Type, entity.Offset, entity.Length, entity.Argument);

    private static ButtonView[][]? ButtonsOf(ChatMessage message) => message.InlineButtons.IsEmpty
        ? null
        :
        [
            .. message.InlineButtons.Select(row =>
                row.Select(button => new ButtonView(button.Label, button.Data is not null, button.Url, button.CopiedText)).ToArray()),
        ];

    /// <summary>The medium as the Bot API describes it; for a photo the largest size, and the smallest as "preview".</summary>
    private static JsonNode? MediaOf(ChatMessage message)
    {
        if (message.Content.MediaJson is not { } json)
            return null;
        var media = JsonNode.Parse(json);
        return media is JsonArray sizes ? sizes[^1]!.DeepClone() : media;
    }

    private static string NameOf(ChatMessage message) => message.Author?.ToString() ?? "Бот";

    private static string Quote(ChatMessage message)
    {
        var text = message.Text.Length > 0 ? message.Text : message.Kind switch
        {
            MessageKind.Photo => "Фотография",
            MessageKind.Document => "Файл",
            MessageKind.Video => "Видео",
            MessageKind.Audio => "Аудио",
            MessageKind.Voice => "Голосовое сообщение",
            MessageKind.VideoNote => "Видеосообщение",
            MessageKind.Location or MessageKind.Venue => "Место",
            MessageKind.Contact => "Контакт",
            _ => "Сообщение",
        };
        return Cut(text.ReplaceLineEndings(" "), LongestQuote);
    }

    private static string Description(string response)
    {
        try
        {
            return (string?)JsonNode.Parse(response)?["description"] ?? "";
        }
        catch (System.Text.Json.JsonException)
        {
            // A proxy's page, or garbage, injected by a fault.
            return response;
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
