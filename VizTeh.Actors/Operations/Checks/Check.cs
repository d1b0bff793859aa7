namespace VizTeh.Actors.Operations.Checks;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>Nothing needs doing.</summary>
    Well,

    /// <summary>The program works, but somebody should look at this.</summary>
    Notice,

    /// <summary>The program does not start, or a part of it does not work, until this is mended.</summary>
    Failed,

    /// <summary>Not looked at, because of an earlier failure.</summary>
    Skipped,
}

/// <summary>What one check has found.</summary>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Found">What was found. No secret, and nothing personal.</param>
/// <param name="Advice">What to do about it; null when nothing needs doing.</param>
public sealed record Check(string Subject, CheckOutcome Outcome, string Found, string? Advice = null)
{
    public static Check Well(string subject, string found) => new(subject, CheckOutcome.Well, found);

    public static Check Notice(string subject, string found, string advice) => new(subject, CheckOutcome.Notice, found, advice);

    public static Check Failed(string subject, string found, string advice) => new(subject, CheckOutcome.Failed, found, advice);

    public static Check Skipped(string subject, string because) => new(subject, CheckOutcome.Skipped, because);
}
