using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Tells Telegram at start what whoever has not written to the bot yet reads of it: the description, which stands in the empty chat, and
/// the short one, which stands on the bot's page and goes with a link to it. What is empty in the settings is left as it is. Of several
/// nodes only one does.
/// </summary>
internal sealed class ProfileTexts(
    ITelegramBotClient client, CompanySettings company, StartRush rush, SoleDuty duty, TimeProvider clock, ILogger<ProfileTexts> logger)
    : BackgroundService
{
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await rush.WaitForEndAsync(stoppingToken);
        await duty.WaitAsync(stoppingToken);
        await SetAsync(
            company.Description, async token => (await client.GetMyDescription(cancellationToken: token)).Description,
            (text, token) => client.SetMyDescription(text, cancellationToken: token), HoconKeys.DescriptionKey, stoppingToken);
        await SetAsync(
            company.ShortDescription, async token => (await client.GetMyShortDescription(cancellationToken: token)).ShortDescription,
            (text, token) => client.SetMyShortDescription(text, cancellationToken: token), HoconKeys.ShortDescriptionKey, stoppingToken);
    }

    private async Task SetAsync(
        string text, Func<CancellationToken, Task<string>> get, Func<string, CancellationToken, Task> set, string key,
        CancellationToken cancellationToken)
    {
        if (text.Length == 0)
            return;
        try
        {
            // Asked first, since Telegram lets a bot change such texts only now and then.
            await RepeatedCall.RunAsync(
                async token =>
                {
                    if (await get(token) != text)
                        await set(text, token);
                    return true;
                },
                RetryBackoff, isFinal: (_, failure) => failure is SendFailure.Final, onFailure: null, clock, cancellationToken);
        }
        catch (Exception exception) when (SendFailure.Of(exception) is SendFailure.Final refusal)
        {
            logger.LogWarning("Telegram refused {Key} of hocon.conf: {Description}", key, refusal.Description);
        }
    }
}
