using System.Collections.Immutable;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.Page.Live;

namespace VizTeh.Actors.Sandbox.Page;

// The page's JSON, in camelCase; absent members are null here. Times are Unix milliseconds.

/// <summary>A change of the page's state; the first one of a connection holds the whole state.</summary>
/// <param name="Run">The sandbox's run; a new one invalidates all earlier state.</param>
/// <param name="Reset">Whether the page has to drop its earlier state first.</param>
internal sealed record PagePatch(
    string Run, bool? Reset, ImmutableArray<ChatPatch>? Chats, JsonObject? Parts, CallView[]? Calls, LogLine[]? Log);

/// <param name="Key">The chat's id on the page.</param>
/// <param name="Head">Everything but the messages; null if unchanged.</param>
/// <param name="Messages">New and changed ones, in the order of the chat.</param>
/// <param name="Gone">Ids of messages that are deleted or too old to be shown.</param>
internal sealed record ChatPatch(string Key, JsonNode? Head, ImmutableArray<MessageView>? Messages, ImmutableArray<int>? Gone);

/// <param name="Description">What the bot says of itself where nobody has written yet.</param>
internal sealed record ChatHead(
    string Kind, string Title, string About, long ChatId, string Me, bool Blocked, string Description, MenuView? Menu,
    CommandView[] Commands, PressView[] Presses);

internal sealed record MenuView(MenuButtonView[][] Rows, string? Placeholder);

internal sealed record MenuButtonView(string Label, string? Asks);

internal sealed record CommandView(string Command, string Description);

internal sealed record PressView(
    string Nonce, int MessageId, int Row, int Column, bool Answered, string? Text, bool? Alert, string? Url);

/// <param name="UpdateId">The update that tells the bot of the message; null for the bot's own.</param>
/// <param name="Reaction">The bot's reaction to it; null for none.</param>
internal sealed record MessageView(
    int Id, bool Mine, bool FromBot, string Author, long At, bool Edited, string Kind, string Text, EntityView[]? Entities, JsonNode? Media,
    ButtonView[][]? Buttons, ReplyView? ReplyTo, long? UpdateId, string? Album,
    string? Reaction);

internal sealed record EntityView(string Type, int Offset, int Length, string? Argument);

/// <param name="Calls">Whether pressing it tells the bot.</param>
/// <param name="Copies">What pressing it copies to the clipboard; null for any other button.</param>
internal sealed record ButtonView(string Label, bool Calls, string? Url, string? Copies);

internal sealed record ReplyView(int Id, string Author, string Text);

/// <param name="Result">Empty for a successful call.</param>
/// <param name="Node">The number of the node that made it; null where there is one bot alone.</param>
internal sealed record CallView(
    long Number, string Method, long? ChatId, int Status, string Result, string? Fault, long At, string Parameters, int? Node);
