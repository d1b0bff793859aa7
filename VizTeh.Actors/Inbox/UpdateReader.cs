using System.Text;
using System.Text.Json;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Manager.Lists;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>An update by its receiver.</summary>
public abstract record IncomingUpdate(long UpdateId)
{
    public sealed record ForClient(ClientUpdate Update) : IncomingUpdate(Update.UpdateId);

    public sealed record ForManager(ManagerUpdate Update) : IncomingUpdate(Update.UpdateId);

    /// <summary>An update that the bot does not handle: of another bot, a foreign group, or an unrequested kind.</summary>
    public sealed record ForNobody(long UpdateId) : IncomingUpdate(UpdateId);
}

/// <summary>Parses a raw update, as far as the bot needs it.</summary>
/// <remarks>
/// Only the used fields are parsed, with the program's own types: the SDK's types refuse a whole update for one object that is newer than
/// the SDK, such as the origin of a forwarded message.
/// </remarks>
/// <param name="managerChats">
/// The managers' chats. A migration is recorded there as soon as it is parsed: the next updates come from the new chat, and must not be
/// taken for those of a foreign group while the migration is being stored.
/// </param>
public sealed class UpdateReader(ManagerChats managerChats)
{
    // Telegram's own account, under which it forwards the posts of a group's linked channel: nobody has written them to the managers. It
    // does not count as a bot (Bot API, Message.from).
    private const long PostsOfChannels = 777000;

    /// <summary>
    /// A field that is missing, null or of another type is treated as absent where possible. In texts U+0000, which PostgreSQL does not
    /// store, is removed, and half of a surrogate pair becomes U+FFFD.
    /// </summary>
    /// <exception cref="JsonException">
    /// The update does not have the shape of the Bot API's Update; the message names the field, without anything that a person wrote.
    /// </exception>
    public IncomingUpdate Read(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var updateId = UpdateIds.Find(utf8) ?? throw new JsonException("an update without update_id");
        var update = UpdateJson.Read(utf8);
        return update switch
        {
            { Message: { MigrateToChatId: { } newId } message } =>
                OfMigration(updateId, message, new ChatMigration(ChatIdOf(message.Chat), newId)),
            { Message: { MigrateFromChatId: { } oldId } message } =>
                OfMigration(updateId, message, new ChatMigration(oldId, ChatIdOf(message.Chat))),
            { MyChatMember: { } change } => OfMembership(updateId, change),
            { Message.From.Id: PostsOfChannels } or { EditedMessage.From.Id: PostsOfChannels } => new IncomingUpdate.ForNobody(updateId),
            { Message: { HasContent: false, Chat.IsPrivate: true } }
                when ServiceMessages.IsIn(utf8) => new IncomingUpdate.ForNobody(updateId),
            { Message: { From: { IsBot: not true } from } message } => OfMessage(updateId, message, from),
            // Telegram then fills the sender with a placeholder account (GroupAnonymousBot, Channel_Bot): the author is an anonymous
            // administrator or a channel.
            { Message: { SenderChat: { } sender } message } => OfMessageOfChat(updateId, message, sender),
            { EditedMessage: { Chat.Id: { } chatId } edited } when managerChats.Contains(chatId) => OfManagerEdit(updateId, edited),
            { EditedMessage: { From: { IsBot: not true } from } edited } when (edited.Text ?? edited.Caption) is { } words =>
                OfEdit(updateId, edited, from, words),
            { CallbackQuery: { From: { IsBot: not true } from } press } => OfPress(updateId, press, from),
            _ => new IncomingUpdate.ForNobody(updateId),
        };
    }

    // Only Telegram itself writes these two fields. Both ids are the same chat, so either may be the known one.
    private IncomingUpdate OfMigration(long updateId, MessageDto message, ChatMigration migration)
    {
        var chat = message.Chat!;
        if (chat.IsPrivate || (!managerChats.Contains(migration.OldChatId) && !managerChats.Contains(migration.NewChatId)))
            return new IncomingUpdate.ForNobody(updateId);
        managerChats.Learn(migration);
        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, ChatIdOf(chat), IsGroup: true, PersonOr(message.From, chat),
            new ManagerInput.Migrated(migration.OldChatId, migration.NewChatId)));
    }

    private IncomingUpdate OfMembership(long updateId, ChatMemberUpdatedDto change)
    {
        var chatId = ChatIdOf(change.Chat);
        if (!managerChats.Contains(chatId))
            return new IncomingUpdate.ForNobody(updateId);
        var status = change.NewChatMember?.Status ?? throw Missing("new_chat_member.status");
        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, chatId, !change.Chat!.IsPrivate, PersonOr(change.From, change.Chat),
            new ManagerInput.Membership(status is not ("left" or "kicked"))));
    }

    private IncomingUpdate OfMessage(long updateId, MessageDto message, UserDto from)
    {
        var chatId = ChatIdOf(message.Chat);
        if (managerChats.Contains(chatId))
            return OfManager(updateId, message, PersonOf(from));
        return message.Chat!.IsPrivate
            ? OfClient(updateId, from, message.ToClientInput(IdOf(from)), message)
            : new IncomingUpdate.ForNobody(updateId);
    }

    private IncomingUpdate OfMessageOfChat(long updateId, MessageDto message, ChatDto sender) =>
        managerChats.Contains(ChatIdOf(message.Chat))
        ? OfManager(updateId, message, new Person(ChatIdOf(sender), "", null))
        : new IncomingUpdate.ForNobody(updateId);

    // Telegram reports every edit of a message, also of a live location: only a client's words can be an answer.
    private IncomingUpdate OfEdit(long updateId, MessageDto edited, UserDto from, string words) =>
        edited.Chat is { IsPrivate: true } chat && !managerChats.Contains(ChatIdOf(chat))
            ? OfClient(updateId, from, new ClientInput.Edited(words) { EditedAt = edited.EditDate is > 0 and { } at ? at : null }, edited)
            : new IncomingUpdate.ForNobody(updateId);

    private static IncomingUpdate.ForManager OfManager(long updateId, MessageDto message, Person from)
    {
        var words = message.ReplyToMessage is null ? message.Text ?? message.Caption : message.WordsWithLinks();
        ManagerInput input = words is { } text
            // A command may be written under a photo, or in reply to one.
            ? new ManagerInput.Text(text, message.LargestPhoto ?? message.ReplyToMessage?.LargestPhoto)
            : new ManagerInput.Other();
        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, ChatIdOf(message.Chat), !message.Chat!.IsPrivate, from, input, message.TopicId)
        {
            Message = message.ToManagerMessage(),
        });
    }

    private static IncomingUpdate.ForManager OfManagerEdit(long updateId, MessageDto edited) => new(new ManagerUpdate(
        updateId, ChatIdOf(edited.Chat), !edited.Chat!.IsPrivate, PersonOr(edited.From, edited.Chat),
        new ManagerInput.Edit(edited.WordsWithLinks() ?? ""), edited.TopicId)
    {
        Message = edited.ToManagerMessage(),
    });

    private static IncomingUpdate.ForClient OfClient(long updateId, UserDto from, ClientInput input, MessageDto? message = null) =>
        new(new ClientUpdate(
            updateId, IdOf(from), from.Username, input,
            AccountName: string.IsNullOrEmpty(from.Username) ? AccountName.Visible(NameOf(from)) : null,
            Message: message?.Stamp,
            Quoted: message?.ReplyToMessage is { IsFromBot: true, Text: var quoted } ? quoted : null)
        {
            QuotedId = message?.ReplyToMessage is { IsFromBot: true, MessageId: var quotedId } ? quotedId : null,
        });

    // A press outside of a client's own chat goes to the manager actor even when a stranger made it: that actor refuses it.
    private IncomingUpdate OfPress(long updateId, CallbackQueryDto press, UserDto from)
    {
        var queryId = press.Id ?? throw Missing("callback_query.id");
        var chat = press.Message?.Chat;
        if (chat is { IsPrivate: true, Id: { } id } && !managerChats.Contains(id) && !TicketButton.Is(press.Data))
            return OfClient(updateId, from, new ClientInput.Press(queryId, press.Data, press.Message?.MessageId));
        return new IncomingUpdate.ForManager(new ManagerUpdate(
            updateId, chat?.Id, chat is { IsPrivate: false }, PersonOf(from),
            new ManagerInput.Press(queryId, press.Data, press.Message?.MessageId)
            {
                Shown = ListPage.IsMeant(press.Data) ? press.Message?.ToPressed() : null,
            },
            press.Message?.TopicId));
    }

    private static long ChatIdOf(ChatDto? chat) => chat?.Id ?? throw Missing("chat.id");

    private static long IdOf(UserDto user) => user.Id is > 0 and { } id ? id : throw Missing("from.id");

    private static Person PersonOf(UserDto user) => new(IdOf(user), NameOf(user), user.Username);

    private static string NameOf(UserDto user) => $"{user.FirstName} {user.LastName}".Trim();

    // Service messages may have no author: then the chat takes its place.
    private static Person PersonOr(UserDto? user, ChatDto chat) =>
        user is { Id: > 0 } ? PersonOf(user) : new Person(ChatIdOf(chat), "", null);

    private static JsonException Missing(string field) => new($"an update without a readable {field}");
}
