using System.Runtime.CompilerServices;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>What is looked at.</summary>
internal enum CheckScope
{
    /// <summary>All that a running bot needs.</summary>
    Everything,

    /// <summary>The settings and their files; nothing outside of the machine's files and the environment is asked.</summary>
    Settings,

    /// <summary>The settings, and whether this version can read what is stored: all rows of the journal are looked through.</summary>
    StoredData,
}

/// <summary>
/// Looks at all that the program needs, the cheapest first, and changes nothing: a running bot does not notice. What an earlier failure
/// makes impossible is named as skipped.
/// </summary>
internal sealed class Doctor(IReadOnlyDictionary<string, string> environment, string directory, TimeProvider clock)
{
    public async IAsyncEnumerable<Check> ExamineAsync(
        CheckScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (checks, settings) = SettingsChecks.Run(environment, directory);
        foreach (var check in checks)
            yield return check;
        if (scope == CheckScope.Settings)
            yield break;
        if (scope == CheckScope.StoredData)
        {
            yield return settings is null
                ? Check.Skipped("stored data", "not looked at: the settings of the database are not known")
                : await StoredDataCheck.RunAsync(settings.Database, cancellationToken);
            yield break;
        }

        if (settings is null)
        {
            yield return Check.Skipped("database", "not asked: its settings are not known");
            yield return Check.Skipped("Telegram", "not asked: its settings are not known");
        }
        else
        {
            string? photo = null;
            IReadOnlyList<NodeOfTable>? nodes = null;
            await foreach (var check in DatabaseChecks.RunAsync(
                settings.Database, settings.Node, clock, found => photo = found, found => nodes = found, cancellationToken))
            {
                yield return check;
            }

            if (settings.Node is { } node)
            {
                foreach (var check in await NodeChecks.RunAsync(node, nodes, clock, cancellationToken))
                    yield return check;
            }

            await foreach (var check in TelegramChecks.RunAsync(settings, photo, clock, cancellationToken))
                yield return check;
            if (settings.Alerts.Mail is { } mail)
                yield return await MailChecks.RunAsync(mail, cancellationToken);
        }

        var backups = settings is null ? null : BotSettings.FindBackupFolder(environment, directory);
        foreach (var check in MachineChecks.Run(MachineChecks.FoldersOf(directory, backups, settings?.Database)))
            yield return check;
    }
}
