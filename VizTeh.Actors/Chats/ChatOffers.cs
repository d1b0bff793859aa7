using System.Text;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Chats;

/// <summary>
/// Helps with the first start: while MANAGER_CHAT_ID is not set, or a managers' chat is out of reach, a chat in which somebody writes
/// /start is logged with its number and title, as a line for the file of settings. Thread-safe.
/// </summary>
/// <remarks>
/// Anybody may write to the bot, so the lines are few: one a chat and hour, and some chats an hour. Whether a managers' chat is out of
/// reach is found out a moment after the start, so what was written by then is remembered for that long.
/// </remarks>
public sealed class ChatOffers
{
    private const int MostChats = 20;
    private const int LongestTitle = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(2);

    private readonly ManagerChats _chats;
    private readonly ChatReachability _reach;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChatOffers> _logger;
    private readonly Lock _lock = new();
    private readonly long _startedAt;

    // The chats of this hour, with their titles, and whether they are in the log.
    private readonly Dictionary<long, (string? Title, bool IsLogged)> _known = [];
    private long _hourBeganAt;

    public ChatOffers(ManagerChats chats, ChatReachability reach, TimeProvider clock, ILogger<ChatOffers> logger)
    {
        (_chats, _reach, _clock, _logger) = (chats, reach, clock, logger);
        _startedAt = _hourBeganAt = clock.GetTimestamp();
        reach.OutOfReach += LogKnown;
    }

    /// <summary>Whether <see cref="OnStart"/> is of any use now.</summary>
    public bool AreWanted => IsHelpNeeded || _clock.GetElapsedTime(_startedAt) < Beginning;

    private bool IsHelpNeeded => !_chats.AreSet || _reach.IsAnyOutOfReach;

    /// <param name="title">The title of a group or the name of a person: untrusted. Null for none.</param>
    public void OnStart(long chatId, string? title)
    {
        if (!AreWanted || _chats.Contains(chatId))
            return;
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_hourBeganAt) >= Interval)
            {
                _known.Clear();
                _hourBeganAt = _clock.GetTimestamp();
            }

            if (_known.Count < MostChats)
                _known.TryAdd(chatId, (Clean(title), IsLogged: false));
        }

        if (IsHelpNeeded)
            LogKnown();
    }

    private void LogKnown()
    {
        lock (_lock)
        {
            foreach (var (chatId, (title, isLogged)) in _known.ToArray())
            {
                if (isLogged || _chats.Contains(chatId))
                    continue;
                _known[chatId] = (title, IsLogged: true);
                // What is to be copied stands at the end of the line.
                _logger.LogWarning(
                    "/start was written in a chat that is not in MANAGER_CHAT_ID. If it is the managers' chat, put this into {File} and "
                    + "start the bot again: MANAGER_CHAT_ID={ChatId}  # {Title}",
                    DotEnvFile.OfProcess, chatId, title ?? (chatId < 0 ? "a group" : "a private chat"));
            }
        }
    }

    // Without what would end the comment, hide a part of the line, or turn its direction round. Null when nothing is left.
    private static string? Clean(string? title)
    {
        if (AccountName.Visible(title) is not { } visible)
            return null;
        var clean = new StringBuilder();
        foreach (var rune in visible.EnumerateRunes())
            clean.Append(AccountName.IsVisible(rune) ? rune.ToString() : " ");
        return CodePoints.Cut(string.Join(' ', clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)), LongestTitle);
    }
}
