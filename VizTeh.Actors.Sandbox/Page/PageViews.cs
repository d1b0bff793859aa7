using System.Collections.Immutable;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

// What the page gets, as JSON in camelCase; absent members are null here. Times are Unix milliseconds.

/// <summary>A change of what a page shows; the first one of a connection holds everything.</summary>
/// <param name="Run">The sandbox's run; another one means that nothing of before is there any more.</param>
/// <param name="Reset">Everything that the page knew is to be forgotten first.</param>
internal sealed record PagePatch(
    string Run, bool? Reset, ImmutableArray<ChatPatch>? Chats, JsonObject? Parts, CallView[]? Calls, LogLine[]? Log);

/// <param name="Key">Names the chat on the page.</param>
/// <param name="Head">Everything but the messages; null when it is as before.</param>
/// <param name="Messages">New and changed ones, in the order of the chat.</param>
/// <param name="Gone">Ids of those that are deleted or too old to be shown.</param>
internal sealed record ChatPatch(string Key, JsonNode? Head, ImmutableArray<MessageView>? Messages, ImmutableArray<int>? Gone);

internal sealed record ChatHead(
    string Kind, string Title, string About, long ChatId, string Me, bool Blocked, MenuView? Menu, CommandView[] Commands,
    PressView[] Presses);

internal sealed record MenuView(MenuButtonView[][] Rows, string? Placeholder);

internal sealed record MenuButtonView(string Label, string? Asks);

internal sealed record CommandView(string Command, string Description);

internal sealed record PressView(
    string Nonce, int MessageId, int Row, int Column, bool Answered, string? Text, bool? Alert, string? Url);

/// <param name="UpdateId">The update that tells the bot of it; null for the bot's own.</param>
internal sealed record MessageView(
    int Id, bool Mine, bool FromBot, string Author, long At, bool Edited, string Kind, string Text, EntityView[]? Entities, JsonNode? Media,
    ButtonView[][]? Buttons, ReplyView? ReplyTo, long? UpdateId, string? Album);

internal sealed record EntityView(string Type, int Offset, int Length, string? Argument);

/// <param name="Calls">Whether pressing it tells the bot.</param>
internal sealed record ButtonView(string Label, bool Calls, string? Url);

internal sealed record ReplyView(int Id, string Author, string Text);

/// <param name="Result">Empty for a call that went well.</param>
internal sealed record CallView(
    long Number, string Method, long? ChatId, int Status, string Result, string? Fault, long At, string Parameters);
