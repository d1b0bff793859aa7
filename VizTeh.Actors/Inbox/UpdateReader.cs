using System.Text.Json;
using System.Text.Json.Serialization;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>For whom an update is.</summary>
public abstract record IncomingUpdate(long UpdateId)
{
    public sealed record ForClient(ClientUpdate Update) : IncomingUpdate(Update.UpdateId);

    public sealed record ForManager(ManagerUpdate Update) : IncomingUpdate(Update.UpdateId);

    /// <summary>Nothing that the bot reacts to: other bots, foreign groups, kinds it did not ask for.</summary>
    public sealed record ForNobody(long UpdateId) : IncomingUpdate(UpdateId);
}

/// <summary>Reads a raw update as far as the bot needs it.</summary>
/// <remarks>
/// Only the few fields in use are read, with types of our own: the SDK's types refuse a whole update for one object of a kind that
/// is newer than the SDK, a forwarded message's origin for one.
/// </remarks>
/// <param name="managerChats">Chats whose people are managers. Learns of a migration by reading of it: what follows comes from the new
/// chat, and must not be taken for a foreign group's while the migration is being stored.</param>
public sealed class UpdateReader(ManagerChats managerChats)
{
    /// <exception cref="JsonException">The update does not have the shape of the Bot API's Update.</exception>
    public IncomingUpdate Read(string json)
    {
        var update = JsonSerializer.Deserialize(json, UpdateJson.Default.UpdateDto) ?? throw new JsonException("an update that is null");
        return update switch
        {
            { Message: { MigrateToChatId: { } newId } message } =>
                OfMigration(update.UpdateId, message, new ChatMigration(message.Chat.Id, newId)),
            { Message: { MigrateFromChatId: { } oldId } message } =>
                OfMigration(update.UpdateId, message, new ChatMigration(oldId, message.Chat.Id)),
            { MyChatMember: { } change } => OfMembership(update.UpdateId, change),
            { Message: { From: { IsBot: false } from } message } => OfMessage(update.UpdateId, message, from),
            { CallbackQuery: { From: { IsBot: false } from } press } => OfPress(update.UpdateId, press, from),
            _ => new IncomingUpdate.ForNobody(update.UpdateId),
        };
    }

    // Only Telegram itself can write these two. The two ids are one chat, so either may be the one that is known.
    private IncomingUpdate OfMigration(long updateId, MessageDto message, ChatMigration migration)
    {
        if (message.Chat.IsPrivate || (!managerChats.Contains(migration.OldChatId) && !managerChats.Contains(migration.NewChatId)))
            return new IncomingUpdate.ForNobody(updateId);
        managerChats.Learn(migration);
        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, message.Chat.Id, IsGroup: true, message.From.ToPersonOr(message.Chat),
            new ManagerInput.Migrated(migration.OldChatId, migration.NewChatId)));
    }

    private IncomingUpdate OfMembership(long updateId, ChatMemberUpdatedDto change) =>
        managerChats.Contains(change.Chat.Id)
            ? new IncomingUpdate.ForManager(new ManagerUpdate(
                updateId, change.Chat.Id, !change.Chat.IsPrivate, change.From.ToPersonOr(change.Chat),
                new ManagerInput.Membership(change.NewChatMember.Status is not ("left" or "kicked"))))
            : new IncomingUpdate.ForNobody(updateId);

    private IncomingUpdate OfMessage(long updateId, MessageDto message, UserDto from)
    {
        if (managerChats.Contains(message.Chat.Id))
        {
            ManagerInput input = (message.Text ?? message.Caption) is { } text
                ? new ManagerInput.Text(text, message.Photo?.MaxBy(size => (long)size.Width * size.Height)?.FileId)
                : new ManagerInput.Other();
            return new IncomingUpdate.ForManager(
                new ManagerUpdate(updateId, message.Chat.Id, !message.Chat.IsPrivate, from.ToPerson(), input));
        }

        return message.Chat.IsPrivate
            ? new IncomingUpdate.ForClient(new ClientUpdate(updateId, from.Id, from.Username, message.ToClientInput(from.Id)))
            : new IncomingUpdate.ForNobody(updateId);
    }

    // A press outside of a client's own chat is for the manager's room even when a stranger made it: refusing it is done there.
    private IncomingUpdate OfPress(long updateId, CallbackQueryDto press, UserDto from)
    {
        var chat = press.Message?.Chat;
        if (chat is { IsPrivate: true } && !managerChats.Contains(chat.Id) && !TicketButton.Is(press.Data))
        {
            return new IncomingUpdate.ForClient(
                new ClientUpdate(updateId, from.Id, from.Username, new ClientInput.Press(press.Id, press.Data)));
        }

        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, chat?.Id, chat is { IsPrivate: false }, from.ToPerson(),
            new ManagerInput.Press(press.Id, press.Data, press.Message?.MessageId)));
    }
}

internal sealed record UpdateDto(long UpdateId, MessageDto? Message, CallbackQueryDto? CallbackQuery, ChatMemberUpdatedDto? MyChatMember);

/// <summary>The bot's own place in a chat changed: of a person's chat, that it was blocked or let in again.</summary>
internal sealed record ChatMemberUpdatedDto(ChatDto Chat, UserDto? From, ChatMemberDto NewChatMember);

internal sealed record ChatMemberDto(string Status);

internal sealed record UserDto(long Id, bool IsBot, string? FirstName, string? LastName, string? Username)
{
    public Person ToPerson() => new(Id, $"{FirstName} {LastName}".Trim(), Username);
}

internal static class UserDtoExtensions
{
    /// <summary>Service messages may name nobody: then the chat itself did it.</summary>
    public static Person ToPersonOr(this UserDto? user, ChatDto chat) => user?.ToPerson() ?? new Person(chat.Id, "", null);
}

internal sealed record ChatDto(long Id, string Type)
{
    public bool IsPrivate => Type == "private";
}

internal sealed record ContactDto(string PhoneNumber, long? UserId);

internal sealed record PhotoSizeDto(string FileId, int Width, int Height);

internal sealed record CallbackQueryDto(string Id, UserDto From, MessageDto? Message, string? Data);

internal sealed record MessageDto(
    long MessageId, UserDto? From, ChatDto Chat, string? Text, string? Caption, ContactDto? Contact, PhotoSizeDto[]? Photo,
    JsonElement? Sticker, JsonElement? Voice, JsonElement? VideoNote, JsonElement? Video, JsonElement? Animation, JsonElement? Document,
    JsonElement? Location, long? MigrateToChatId, long? MigrateFromChatId)
{
    public ClientInput ToClientInput(long senderId) => this switch
    {
        { Text: { } text } => new ClientInput.Text(text),
        { Contact: { } contact } => new ClientInput.Contact(contact.PhoneNumber, IsOwn: contact.UserId == senderId),
        _ => new ClientInput.Unsupported(this switch
        {
            { Photo: not null } => UnsupportedKind.Photo,
            { Sticker: not null } => UnsupportedKind.Sticker,
            { Voice: not null } => UnsupportedKind.Voice,
            { Video: not null } or { VideoNote: not null } => UnsupportedKind.Video,
            { Document: not null } or { Animation: not null } => UnsupportedKind.Document,
            { Location: not null } => UnsupportedKind.Location,
            _ => UnsupportedKind.Other,
        }),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(UpdateDto))]
internal sealed partial class UpdateJson : JsonSerializerContext;
