using Akka.Configuration;
using Akka.Configuration.Hocon;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Settings;

/// <summary>Reads the section <c>vizteh</c>; an error names the full key of a missing or mistyped value.</summary>
internal sealed class HoconKeys(Config config, string path)
{
    public const string DescriptionKey = "vizteh.company.description";
    public const string ShortDescriptionKey = "vizteh.company.short-description";

    public const string AnswersKey = "vizteh.answers";

    // Bot API, setMyDescription and setMyShortDescription.
    private const int DescriptionLimit = 512;
    private const int ShortDescriptionLimit = 120;

    private const int AboutLimit = 1024;

    public const string PrivacyCommandsKey = "vizteh.privacy-commands";

    private const string SnoozeKey = "vizteh.snooze";

    private const string OwnTicketsKey = "vizteh.own-tickets";

    private const string AdditionsKey = "vizteh.additions";

    private const string PhoneMarksKey = "vizteh.phone-marks";

    private const string SourceKey = "vizteh.source";

    private const string FormerDirections = "vizteh.company.directions";

    // All keys of the section: any other key is a typing error that would otherwise go unnoticed.
    private static readonly string[] Known =
    [
        "vizteh.company.name", "vizteh.company.phone", "vizteh.company.site", "vizteh.company.about",
        DescriptionKey, ShortDescriptionKey, FormKeys.Key, TextKeys.Key, HoursKeys.Key, SourceKeys.Key, ConsentKeys.Key,
        ClaimKeys.ClaimKey, ClaimKeys.TakeOverKey, NoticeKeys.Key, PrivacyCommandsKey, OwnTicketsKey, AdditionsKey, AnswersKey,
        ReminderKeys.Key, ReminderKeys.ExpiryKey, RouteKeys.Key, ManagerListKeys.Key, DigestKeys.Key, OutcomeKeys.Key, SnoozeKey,
        PhoneMarksKey, SourceKey, WaitingStepKeys.Key, AlertKeys.Key, RetentionKeys.Key,
        "vizteh.time-zone", "vizteh.end-of-file",
    ];

    /// <summary>Refuses any unknown key of the program's own section, and any section other than vizteh and akka.</summary>
    public void RequireKnown()
    {
        foreach (var (name, section) in config.Root.GetObject().Items)
        {
            if (name == "vizteh")
                RequireKnown(name, section);
            else if (name != "akka")
                throw Fault(name, "is not known: only the sections vizteh and akka are read. Remove it");
        }
    }

    public CompanySettings ReadCompany()
    {
        var mistakes = new List<string>();
        var name = Noted(() => Text("vizteh.company.name"), "");
        var phone = Noted(() => Text("vizteh.company.phone"), "");
        var site = Noted(() => Text("vizteh.company.site"), "");
        var zone = Noted(TimeZone, TimeZoneInfo.Utc);
        var dialogue = Noted<CompanySettings?>(() => Dialogue(name, phone, site, zone), null);
        var about = Noted(() => About(name, phone, site), "");
        var description = Noted(() => PlainText(DescriptionKey, DescriptionLimit, name, phone, site), "");
        var shortDescription = Noted(() => PlainText(ShortDescriptionKey, ShortDescriptionLimit, name, phone, site), "");
        var answers = Noted(() => Switch(AnswersKey), true);
        return dialogue is not null && mistakes.Count == 0
            ? dialogue with { AboutHtml = about, Description = description, ShortDescription = shortDescription, Answers = answers }
            : throw new SettingsException(mistakes);

        // The other values are looked at all the same, so that an operator can mend all mistakes at once.
        T Noted<T>(Func<T> read, T otherwise)
        {
            try
            {
                return read();
            }
            catch (SettingsException fault)
            {
                mistakes.AddRange(fault.Message.Split('\n'));
                return otherwise;
            }
        }
    }

    public void RequireTrue(string key, string meaning)
    {
        if (Value(key) is not { } value || !value.IsString() || value.GetString() != "true")
            throw Fault(key, $"must be true: {meaning}");
    }

    private void RequireKnown(string key, HoconValue value)
    {
        if (Known.Contains(key))
            return;
        if (key == FormerDirections)
        {
            throw Fault(key, $"is not read any more: its texts are now the choices of a question in {FormKeys.Key}, which "
                + $"in the {HoconFile.FileName} that came with the program is the one with the id \"direction\". Move them there");
        }

        if (!value.IsObject() || !Known.Any(known => known.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            var meant = Nearest.To(key, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            throw Fault(key, $"is not known: {meant}");
        }

        foreach (var (name, inner) in value.GetObject().Items)
            RequireKnown($"{key}.{name}", inner);
    }

    private string About(string name, string phone, string site)
    {
        const string Key = "vizteh.company.about";
        var lines = Text(Key).Split('\n').Select(line => line.Trim());
        var html = string.Join('\n', lines)
            .Replace("{name}", Html.Escape(name), StringComparison.Ordinal)
            .Replace("{phone}", Html.Escape(phone), StringComparison.Ordinal)
            .Replace("{site}", Html.Escape(site), StringComparison.Ordinal);
        string plain;
        try
        {
            plain = CaptionHtml.ToPlainText(html);
        }
        catch (FormatException fault)
        {
            throw Fault(Key, $"has a fault that Telegram would refuse: {fault.Message}");
        }

        if (CodePoints.CountIn(plain) is var length && length > AboutLimit)
            throw Fault(Key, $"has {length} characters without its tags; a photo's caption takes {AboutLimit}. Shorten it");
        if (!plain.Contains(phone, StringComparison.Ordinal))
            throw Fault(Key, "does not show the phone: write {phone} where it belongs");
        if (!plain.Contains(site, StringComparison.Ordinal))
            throw Fault(Key, "does not show the site: write {site} where it belongs");
        return html;
    }

    /// <summary>Empty when it is missing or blank.</summary>
    private string PlainText(string key, int limit, string name, string phone, string site)
    {
        if (Value(key) is not { } value)
            return "";
        if (!value.IsString())
            throw Fault(key, "must be a text in quotes; an empty one leaves what @BotFather was told");
        var lines = (value.GetString() ?? "").Split('\n').Select(line => line.Trim());
        var text = string.Join('\n', lines).Trim()
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{phone}", phone, StringComparison.Ordinal)
            .Replace("{site}", site, StringComparison.Ordinal);
        return CodePoints.CountIn(text) is var length && length > limit
            ? throw Fault(key, $"has {length} characters; Telegram takes {limit}. Shorten it")
            : text;
    }

    /// <summary>The settings whose mistakes are told all at once.</summary>
    private CompanySettings Dialogue(string name, string phone, string site, TimeZoneInfo zone)
    {
        var (form, formMistakes) = FormKeys.Read(Value(FormKeys.Key));
        var switchMistakes = new List<string>();
        var hasOwnTickets = OnOff.Read(OwnTicketsKey, Value(OwnTicketsKey), byDefault: true, switchMistakes);
        var additions = OnOff.Read(AdditionsKey, Value(AdditionsKey), byDefault: true, switchMistakes);
        var (texts, textMistakes) = TextKeys.Read(Value(TextKeys.Key), name, phone, site, form, hasOwnTickets);
        var (hours, hoursMistakes) = HoursKeys.Read(Value(HoursKeys.Key), zone);
        var (sources, sourceMistakes) = SourceKeys.Read(Value(SourceKeys.Key), form);
        var hasSource = OnOff.Read(SourceKey, Value(SourceKey), byDefault: true, switchMistakes);
        if (!hasSource && Value(SourceKeys.Key) is not null)
            switchMistakes.Add($"{SourceKeys.Key} answers no question while {SourceKey} is off: set it to on, or remove the section");
        var phoneMarks = OnOff.Read(PhoneMarksKey, Value(PhoneMarksKey), byDefault: true, switchMistakes);
        var (claim, claimMistakes) = ClaimKeys.Read(Value(ClaimKeys.ClaimKey), Value(ClaimKeys.TakeOverKey));
        var (reminder, reminderMistakes) = ReminderKeys.Read(Value(ReminderKeys.Key), Value(ReminderKeys.ExpiryKey), zone);
        var privacyMistakes = new List<string>();
        var offersPrivacy = OnOff.Read(PrivacyCommandsKey, Value(PrivacyCommandsKey), byDefault: true, privacyMistakes);
        var (consent, consentMistakes) = ConsentKeys.Read(Value(ConsentKeys.Key), texts, form);
        if (Value(ConsentKeys.Key) is not null && !offersPrivacy)
            privacyMistakes.Add($"{ConsentKeys.Key} promises that /forget withdraws a consent: set {PrivacyCommandsKey} to on");
        var digestMistakes = new List<string>();
        var digestAt = DigestKeys.Read(Value(DigestKeys.Key), digestMistakes);
        var (notices, noticeMistakes) = NoticeKeys.Read(Value(NoticeKeys.Key));
        var (routes, routeMistakes) = RouteKeys.Read(Value(RouteKeys.Key), form);
        var (managers, managerMistakes) = ManagerListKeys.Read(Value(ManagerListKeys.Key));
        var snooze = OnOff.Read(SnoozeKey, Value(SnoozeKey), byDefault: true, switchMistakes);
        var (outcomes, outcomeMistakes) = OutcomeKeys.Read(Value(OutcomeKeys.Key));
        var (waitingSteps, waitingMistakes) = WaitingStepKeys.Read(Value(WaitingStepKeys.Key));
        var (alerts, alertMistakes) = AlertKeys.Read(Value(AlertKeys.Key));
        var (retention, retentionMistakes) = RetentionKeys.Read(Value(RetentionKeys.Key));
        string[] mistakes =
        [
            .. formMistakes, .. textMistakes, .. hoursMistakes, .. sourceMistakes, .. claimMistakes, .. reminderMistakes,
            .. privacyMistakes, .. consentMistakes, .. switchMistakes, .. noticeMistakes, .. routeMistakes, .. managerMistakes,
            .. digestMistakes, .. outcomeMistakes, .. waitingMistakes, .. alertMistakes, .. retentionMistakes,
        ];
        return form is not null && mistakes.Length == 0
            ? new CompanySettings(name, AboutHtml: "", phone, site, form, zone)
            {
                Texts = offersPrivacy ? texts : texts.WithoutCommands(PrivacyPhrases.Commands),
                Hours = hours,
                Sources = sources,
                Claim = claim,
                Reminder = reminder,
                Consent = consent,
                Notices = notices,
                Routes = routes,
                Managers = managers,
                DigestAt = digestAt,
                Additions = additions,
                PhoneMarks = phoneMarks,
                Source = hasSource,
                Outcomes = outcomes,
                Snooze = snooze,
                WaitingSteps = waitingSteps,
                Alerts = alerts,
                Retention = retention,
            }
            : throw new SettingsException([.. mistakes.Select(mistake => $"{path}: {mistake}.")]);
    }

    private TimeZoneInfo TimeZone()
    {
        const string Key = "vizteh.time-zone";
        var id = Text(Key);
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw Fault(Key, $"is \"{id}\", which this machine does not know: write one like Europe/Moscow, and install tzdata");
    }

    // On when it is missing.
    private bool Switch(string key) => Value(key) switch
    {
        null => true,
        var value when value.IsString() && value.GetString() is "on" or "true" or "yes" => true,
        var value when value.IsString() && value.GetString() is "off" or "false" or "no" => false,
        _ => throw Fault(key, "must be on or off"),
    };

    private string Text(string key)
    {
        var value = Value(key) ?? throw Fault(key, "is missing");
        if (!value.IsString())
            throw Fault(key, "must be a text in quotes");
        return value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : throw Fault(key, "is blank");
    }

    private HoconValue? Value(string key) => config.HasPath(key) ? config.GetValue(key) : null;

    private SettingsException Fault(string key, string what) => new($"{path}: {key} {what}.");
}
