using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>The package as a server gets it. The other tests pack the program as it is built, which needs the machine's .NET.</summary>
public sealed class PublishedPackageTests
{
    private static readonly TimeSpan Publication = TimeSpan.FromMinutes(15);

    [PublishedPackageFact]
    public async Task The_published_program_starts_without_a_dotnet_of_the_machine_and_takes_a_ticket()
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-published-");
        try
        {
            (await Tools.RunAsync(
                [Path.Combine(Repository.Root, "scripts", "package.sh"), "--quick", "--version", "1.0", "--output", folder.FullName],
                deadline: Publication)).Well();
            await using var machine = await Machine.CreateAsync(Path.Combine(folder.FullName, "vizteh_1.0_amd64.deb"));
            machine.Root.SetVariable("DOTNET_ROOT", machine.Root.PathOf("nowhere"));
            machine.Root.Set(machine.Settings);

            (await machine.Root.RunAsync("vizteh-setup", [], "\n\n")).Well();

            var id = await machine.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);
            await machine.Manager.NextAsync($"№{id} ");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
