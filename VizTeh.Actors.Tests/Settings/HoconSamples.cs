using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The file that comes with the program, changed by a test.</summary>
internal static class HoconSamples
{
    public static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    public static string WithChoices(string choices)
    {
        var from = Real.IndexOf("choices = [\n", StringComparison.Ordinal);
        return Real[..from] + choices + Real[(Real.IndexOf(']', from) + 1)..];
    }

    public static string Refusal(string text)
    {
        var refusal = Assert.Throws<SettingsException>(() => HoconFile.Parse(text, "/etc/bot/hocon.conf")).Message;
        Assert.StartsWith("/etc/bot/hocon.conf: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
        return refusal;
    }
}
