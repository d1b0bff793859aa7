using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Chats;

/// <summary>
/// Loads the known migrations before later services start, since an update of a managers' chat that is not recognised would be dropped.
/// Stores this process's managers' chats as those in force. Reloads the migrations periodically, for those that another node has learned.
/// </summary>
internal sealed class ManagerChatsRefresh(
    ManagerChats chats, ManagerChatStore store, Troubles troubles, TimeProvider clock, ILogger<ManagerChatsRefresh> logger)
    : BackgroundService
{
    /// <summary>The trouble that <c>health</c> shows.</summary>
    public const string NotSet = "MANAGER_CHAT_ID not set";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!chats.AreSet && troubles.Raise(NotSet, null, "tickets are taken, and their cards wait until it is set"))
        {
            logger.LogWarning(
                "MANAGER_CHAT_ID is not set: tickets are taken, and their cards wait in the database. Write /start in the managers' chat, "
                + "and put the line that this log then shows into {File}", DotEnvFile.OfProcess);
        }

        for (var attempt = 1; !await TryLoadAsync(isStart: true, cancellationToken); attempt++)
            await Task.Delay(RetryBackoff.Before(attempt), clock, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryLoadAsync(isStart: false, stoppingToken);
    }

    private async Task<bool> TryLoadAsync(bool isStart, CancellationToken cancellationToken)
    {
        try
        {
            // A process that was started without the setting does not end the work of one that has it.
            if (isStart && chats.AreSet)
                await store.TakeOverAsync(chats.Configured, cancellationToken);
            foreach (var migration in await store.LoadAsync(cancellationToken))
                chats.Learn(migration);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("The managers' chats could not be read from the database ({Error}); trying again", error.Message);
            return false;
        }
    }
}
