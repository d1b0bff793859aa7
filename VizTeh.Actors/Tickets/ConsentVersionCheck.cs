using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>Warns at start when the text of the consent has changed although its version has not: a version is to name one text.</summary>
internal sealed class ConsentVersionCheck(DatabaseSettings database, ILogger logger)
{
    // Seconds. The start does not wait longer for a warning.
    private const int Patience = 5;

    public async Task RunAsync(ConsentTerms terms, CancellationToken cancellationToken)
    {
        var target = database.ToConnectionString();
        target.Pooling = false;
        target.CommandTimeout = Patience;
        await using var connection = new NpgsqlConnection(target.ConnectionString);
        try
        {
            var isOfOtherText = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from clients where consent_version = @Version and consent_text_hash <> @TextHash)",
                new { terms.Version, terms.TextHash }, cancellationToken: cancellationToken));
            if (isOfOtherText)
            {
                logger.LogWarning(
                    "vizteh.consent: clients have consented to another text under the version {Version}, and are asked again before their "
                    + "next form. Give the new text a version of its own", terms.Version);
            }
        }
        catch (NpgsqlException trouble)
        {
            logger.LogWarning("Whether the version of the consent is new could not be checked: {Reason}", trouble.Message);
        }
    }
}
