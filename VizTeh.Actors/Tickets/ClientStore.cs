using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>Table <c>clients</c>: what is kept about a client beside the tickets.</summary>
public sealed class ClientStore(NpgsqlDataSource database)
{
    public async Task StoreConsentAsync(StoreConsent request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into clients (user_id, consent_version, consent_text_hash, consent_at, consent_message_id)
            values (@UserId, @Version, @TextHash, @At, @MessageId)
            on conflict (user_id) do update
               set consent_version = excluded.consent_version, consent_text_hash = excluded.consent_text_hash,
                   consent_at = excluded.consent_at, consent_message_id = excluded.consent_message_id
            """,
            new { request.UserId, request.Consent.Version, request.Consent.TextHash, request.Consent.At, request.Consent.MessageId },
            cancellationToken: cancellationToken));
    }
}
