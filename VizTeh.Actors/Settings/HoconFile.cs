using System.Text;
using Akka.Configuration;

namespace VizTeh.Actors.Settings;

/// <summary>
/// hocon.conf, read and checked. Akka's parser accepts a file that lost its end or has a stray brace, and the journal would then be kept in
/// memory only; so any missing key prevents the start.
/// </summary>
public sealed class HoconFile
{
    public const string FileName = "hocon.conf";

    private const string JournalPlugin = "akka.persistence.journal.plugin";
    private const string SnapshotPlugin = "akka.persistence.snapshot-store.plugin";

    private HoconFile(Config config, CompanySettings company)
    {
        Config = config;
        Company = company;
    }

    /// <summary>The whole parsed file, for the actor system.</summary>
    public Config Config { get; }

    public CompanySettings Company { get; }

    /// <summary>The path of the file beside the program.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, FileName);

    /// <exception cref="SettingsException">The file is missing, unreadable, cut off, malformed or lacks a key.</exception>
    public static HoconFile Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException($"{path}: there is no such file. Put the {FileName} that came with the program there.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: the file cannot be read ({failure.Message}). Look at its permissions.", failure);
        }
        catch (DecoderFallbackException failure)
        {
            throw new SettingsException($"{path}: the file is not in UTF-8. Save it in that encoding.", failure);
        }
    }

    /// <param name="text">The contents of the file.</param>
    /// <param name="path">The file's name in error messages.</param>
    internal static HoconFile Parse(string text, string path)
    {
        if ((HoconStructure.FindFault(text) ?? HoconValues.FindFault(text)) is { } fault)
            throw new SettingsException($"{path}: {fault}.");

        try
        {
            var config = ConfigurationFactory.ParseString(text);
            var keys = new HoconKeys(config, path);
            keys.RequireTrue("vizteh.end-of-file", "the file was cut off, or this line was removed from its end");
            keys.RequireKnown();
            var company = keys.ReadCompany();
            RequireSqlPersistence(config, path);
            if (AkkaKeys.FindFault(config) is { } wrong)
                throw new SettingsException($"{path}: {wrong.Key} {wrong.What}.");
            return new HoconFile(config, company);
        }
        catch (Exception failure) when (failure is not SettingsException)
        {
            // The parser reports syntax errors by exceptions of any type, Exception itself included.
            throw new SettingsException($"{path}: the file cannot be understood ({failure.Message}).", failure);
        }
    }

    /// <summary>Refuses a configuration that would keep conversations only in memory or in files.</summary>
    /// <param name="config">The file's configuration, or the resulting one of the actor system.</param>
    /// <param name="where">The configuration's name in the error message.</param>
    public static void RequireSqlPersistence(Config config, string where)
    {
        Require(JournalPlugin, "akka.persistence.journal.sql");
        Require(SnapshotPlugin, "akka.persistence.snapshot-store.sql");

        void Require(string key, string wanted)
        {
            if (config.GetString(key) != wanted)
                throw new SettingsException($"{where}: {key} must be \"{wanted}\", or conversations would not outlive the process.");
        }
    }
}
