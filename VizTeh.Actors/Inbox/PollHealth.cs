using Microsoft.Extensions.Logging;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Reports to the log and the view <c>health</c> that Telegram gives no updates: once when that begins, once when it is over.
/// </summary>
internal sealed class PollHealth(Troubles troubles, Connectivity connectivity, TimeProvider clock, ILogger logger)
{
    public const string Matter = "telegram polling";

    // An outage of a minute needs no operator. It is longer than one lost poll, and shorter than two in a row.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private long _answeredAt = clock.GetTimestamp();
    private bool _isSaid;

    /// <summary>A poll begins.</summary>
    public void Began() => connectivity.Polls.Began();

    /// <summary>A poll is finished: what was in its answer is stored.</summary>
    public void Finished() => connectivity.Polls.Finished();

    public void Answered()
    {
        _answeredAt = clock.GetTimestamp();
        connectivity.Telegram.Reached();
        connectivity.Token.Reached();
        if (troubles.Clear(Matter, null) | _isSaid)
            logger.LogInformation("Telegram gives updates again");
        _isSaid = false;
    }

    /// <param name="wait">The wait before the next try.</param>
    public void Failed(Exception error, TimeSpan wait)
    {
        Report(error);
        var (needsPerson, what) = error switch
        {
            ApiRequestException { ErrorCode: 409 } =>
                (true, "Another program polls Telegram with the same TOKEN: stop it, only one may run (409)"),
            ApiRequestException { ErrorCode: 401 or 404 } =>
                (true, "Telegram no longer accepts the TOKEN: put the new one into it and start again"),
            _ => (false, $"Telegram gave no updates ({error.GetBaseException().Message})"),
        };
        var isDue = !_isSaid;
        if (needsPerson || clock.GetElapsedTime(_answeredAt) >= Patience)
            isDue |= troubles.Raise(Matter, null, what);
        _isSaid = true;
        if (isDue)
            logger.Log(needsPerson ? LogLevel.Error : LogLevel.Warning, "{What}; next try in {Wait}, and so on", what, wait.InWords());
    }

    // A refusal is an answer of Telegram's too. Only one about the token says anything about it.
    private void Report(Exception error)
    {
        if (error is not ApiRequestException { ErrorCode: < 500 and var code })
        {
            connectivity.Telegram.Failed();
            return;
        }

        connectivity.Telegram.Reached();
        if (code is 401 or 404)
            connectivity.Token.Failed();
        else
            connectivity.Token.Reached();
    }
}
