namespace VizTeh.Actors.TelegramApi;

/// <summary>The bot's account, from getMe.</summary>
/// <param name="Username">Without @.</param>
public sealed record BotIdentity(long Id, string Username);
