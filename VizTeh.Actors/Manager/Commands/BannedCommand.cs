using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>Lists the banned clients, page by page.</summary>
internal sealed class BannedCommand(BanStore store, BotSettings settings) : IManagerCommand
{
    private const int MostOfPage = 20;

    private readonly FirmTexts _texts = settings.Company.Texts;

    public string Name => "banned";

    public string MenuLine => _texts[BanPhrases.MenuBanned];

    // That of /ban names this command.
    public string? HelpLine => null;

    public bool ShowsPersonalData => true;

    public async Task<IReadOnlyList<Message>> HandleAsync(ManagerCall call, CancellationToken cancellationToken)
    {
        // A page that is none any more is the last one.
        var wanted = Math.Clamp(BanText.NumberIn(call.Arguments) ?? 1, 1, int.MaxValue);
        var (bans, count) = await ReadAsync(wanted, cancellationToken);
        var last = (count + MostOfPage - 1) / MostOfPage;
        if (bans.Count == 0 && last > 0)
        {
            wanted = last;
            (bans, count) = await ReadAsync(wanted, cancellationToken);
        }

        if (bans.Count == 0)
            return [new Message(_texts[BanPhrases.Nobody])];
        List<string> lines =
        [
            _texts.With(BanPhrases.Title, ("count", count.ToString(CultureInfo.InvariantCulture))),
            .. bans.Select(ban => _texts.OfBan(ban, settings.Company.TimeZone)),
        ];
        if (wanted * MostOfPage < count)
            lines.Add(_texts.With(BanPhrases.Next, ("page", (wanted + 1).ToString(CultureInfo.InvariantCulture))));
        return [new Message(string.Join('\n', lines))];
    }

    private Task<(IReadOnlyList<Ban> Bans, long Count)> ReadAsync(long page, CancellationToken cancellationToken) =>
        BanText.WithinDeadlineAsync(token => store.ListAsync((page - 1) * MostOfPage, MostOfPage, token), cancellationToken);
}
